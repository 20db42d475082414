SELECT count(*) FROM import_reject JOIN import_file USING (file_id) WHERE import_file.imported_at < $before
