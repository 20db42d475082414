SELECT
    (SELECT count(*) FROM staged_leg WHERE file_no = $file_no)
    + (SELECT count(DISTINCT row_no) FROM staged_total WHERE file_no = $file_no)
    + (SELECT count(*) FROM staged_reject WHERE file_no = $file_no)
