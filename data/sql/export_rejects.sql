-- The refused rows, with the name of their file; cells are masked.
SELECT import_file.file_name, import_reject.row_no, import_reject.reason, import_reject.masked_text
FROM import_reject
JOIN import_file USING (file_id)
ORDER BY import_file.file_name, import_reject.row_no
