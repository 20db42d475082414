-- The staged records join the stored ones, once a file; a file that was read this way before has its records there already.
INSERT INTO told_record BY NAME
SELECT * EXCLUDE (file_no, refusal)
FROM staged_told_record
SEMI JOIN (FROM staged_file WHERE NOT is_known) AS fresh USING (file_no, file_id)
WHERE source_system = getvariable('told_system')
QUALIFY row_number() OVER (PARTITION BY source_instance, kind, record_id, content, file_id ORDER BY row_no) = 1;

DELETE FROM staged_told_record WHERE source_system = getvariable('told_system');

UPDATE told_record SET customer_key = NULL
WHERE customer_key IS NOT NULL AND EXISTS (FROM forgotten_customer)
    AND customer_tombstone(customer_key) IN (SELECT tombstone FROM forgotten_customer)
