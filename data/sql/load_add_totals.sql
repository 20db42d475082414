-- A chunk of a file joins the staged totals.
INSERT INTO staged_total BY NAME
SELECT
    *,
    $file_no AS file_no,
    $file_id AS file_id,
    $batch_id AS batch_id,
    $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_chunk
