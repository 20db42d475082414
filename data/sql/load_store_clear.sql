-- Rows that nothing contests come in as they are.
INSERT INTO contact_leg BY NAME
SELECT * EXCLUDE (file_no), $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at
FROM leg_in_form
WHERE leg_key NOT IN (FROM contested_key)
