DELETE FROM told_record WHERE file_id NOT IN (SELECT file_id FROM import_file)
