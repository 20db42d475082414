SELECT file_id FROM import_file WHERE is_active
