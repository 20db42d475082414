-- The number of this import.
SELECT coalesce(max(batch_id), 0) + 1 FROM import_file
