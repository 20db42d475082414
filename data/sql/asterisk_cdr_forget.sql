DELETE FROM asterisk_call_record WHERE file_id NOT IN (SELECT file_id FROM import_file)
