DELETE FROM contact_leg WHERE file_id IN (FROM stale_file);
DELETE FROM interval_stat WHERE file_id IN (FROM stale_file);
