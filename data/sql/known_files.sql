SELECT file_id FROM import_file
