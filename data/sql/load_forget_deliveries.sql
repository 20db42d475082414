-- What files gave that nobody delivers any more.
DELETE FROM leg_delivery WHERE file_id NOT IN (SELECT file_id FROM import_file)
