-- The number of this import; those of undone ones are not given again.
SELECT coalesce(max(batch_id), 0) + 1 FROM import_delivery
