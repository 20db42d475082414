-- The refused rows of each file as it is read today, with the name of the file; cells are masked.
SELECT import_file.file_name, import_reject.row_no, import_reject.reason, import_reject.masked_text
FROM import_reject
JOIN import_file USING (file_id)
WHERE import_file.is_active
ORDER BY import_file.file_name, import_reject.row_no
