-- The staged records join the stored ones, once a file; a file that was read this way before has its records there already.
DELETE FROM staged_uccx
WHERE (file_no, file_id) NOT IN (SELECT (file_no, file_id) FROM staged_file WHERE NOT is_known);

INSERT INTO uccx_record BY NAME
SELECT * EXCLUDE (file_no, reason, row_no), min(row_no) AS row_no
FROM staged_uccx
GROUP BY ALL;

UPDATE uccx_record SET customer_key = NULL
WHERE customer_key IS NOT NULL AND EXISTS (FROM forgotten_customer)
    AND customer_tombstone(customer_key) IN (SELECT tombstone FROM forgotten_customer);

DROP TABLE staged_uccx
