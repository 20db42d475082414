DELETE FROM import_reject WHERE file_id NOT IN (SELECT file_id FROM import_file)
