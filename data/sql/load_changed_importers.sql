-- Whose files came to count in this command, or ceased to.
SELECT DISTINCT importer
FROM changed_file
JOIN (SELECT file_id, importer FROM import_file UNION SELECT file_id, importer FROM reading_before) USING (file_id)
