SELECT count(*) FROM import_file WHERE file_id = $file_id AND is_active
