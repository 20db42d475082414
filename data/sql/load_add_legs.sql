-- A chunk of a file joins the staged legs.
INSERT INTO staged_leg BY NAME
SELECT
    *,
    $file_no AS file_no,
    $file_id AS file_id,
    $batch_id AS batch_id,
    $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_chunk
