DELETE FROM import_reject WHERE file_id IN (FROM gone_file)
