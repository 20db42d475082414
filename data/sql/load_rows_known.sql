SELECT rows_read FROM import_file WHERE file_id = $file_id
