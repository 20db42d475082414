-- Rows that no column names are told apart by their place among the file's rows of the same moment and queue.
-- The order within is that of their content, so that it does not depend on the order of rows.
UPDATE staged_leg
SET leg_id = numbered.leg_id
FROM (
    SELECT
        file_no,
        row_no,
        leg_id || '#' || row_number() OVER (PARTITION BY file_no, leg_id ORDER BY row_hash, row_no) AS leg_id
    FROM staged_leg
    WHERE file_no = $file_no
) AS numbered
WHERE staged_leg.file_no = numbered.file_no AND staged_leg.row_no = numbered.row_no
