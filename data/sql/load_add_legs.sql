-- A chunk of a file joins the staged legs. A row stands for a contact of its own until a source tells which belong
-- together.
INSERT INTO staged_leg BY NAME
SELECT
    *,
    leg_id AS contact_id,
    $file_no AS file_no,
    $file_id AS file_id,
    $batch_id AS batch_id,
    $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_chunk
