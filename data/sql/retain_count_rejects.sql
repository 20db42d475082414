SELECT 'import_reject' AS told_in, count(*) AS rows FROM import_reject WHERE file_id IN (FROM gone_file)
