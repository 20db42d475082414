DELETE FROM import_reject WHERE file_id IN (SELECT file_id FROM import_file WHERE imported_at < $before)
