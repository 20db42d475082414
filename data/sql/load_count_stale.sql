-- Legs that only an earlier reading of a staged file gave.
SELECT count(*) FROM contact_leg WHERE file_id IN (FROM stale_file)
