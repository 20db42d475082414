CREATE OR REPLACE TEMP TABLE arriving AS
SELECT *, row_number() OVER (ORDER BY file_no, row_no) AS place
FROM leg_in_form
WHERE leg_key IN (FROM contested_key)
