-- A file's refused rows are those of its newest reading.
DELETE FROM import_reject
WHERE file_id IN (SELECT known.file_id FROM import_file AS known JOIN staged_file AS staged USING (sha256))
