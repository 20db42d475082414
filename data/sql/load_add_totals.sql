-- A chunk of a file joins the staged totals.
INSERT INTO staged_total BY NAME
SELECT * EXCLUDE (row_hash), md5_number_lower(CAST(row_hash AS TEXT)) AS row_hash, $file_no AS file_no FROM staged_chunk
