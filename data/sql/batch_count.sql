SELECT count(*) FROM import_delivery WHERE batch_id = $batch_id AND undone_at IS NULL
