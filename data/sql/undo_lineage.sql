-- What stays though its batch is undone came with another batch too.
UPDATE import_file
SET batch_id = living.batch_id, imported_at = living.imported_at
FROM (
    SELECT file_id, min(batch_id) AS batch_id, arg_min(imported_at, batch_id) AS imported_at
    FROM import_delivery WHERE undone_at IS NULL GROUP BY file_id
) AS living
WHERE import_file.file_id = living.file_id AND import_file.batch_id = $batch_id;

UPDATE contact_leg SET batch_id = import_file.batch_id, imported_at = import_file.imported_at
FROM import_file WHERE contact_leg.file_id = import_file.file_id AND contact_leg.batch_id = $batch_id;

UPDATE leg_beside SET batch_id = import_file.batch_id, imported_at = import_file.imported_at
FROM import_file WHERE leg_beside.file_id = import_file.file_id AND leg_beside.batch_id = $batch_id;

UPDATE total_told SET batch_id = import_file.batch_id, imported_at = import_file.imported_at
FROM import_file WHERE total_told.file_id = import_file.file_id AND total_told.batch_id = $batch_id;

UPDATE interval_stat SET batch_id = import_file.batch_id, imported_at = import_file.imported_at
FROM import_file WHERE interval_stat.file_id = import_file.file_id AND interval_stat.batch_id = $batch_id
