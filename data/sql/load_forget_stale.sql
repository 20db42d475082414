DELETE FROM contact_leg WHERE file_id IN (FROM stale_file)
