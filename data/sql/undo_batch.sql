UPDATE import_delivery SET undone_at = now() WHERE batch_id = $batch_id AND undone_at IS NULL
