-- The refused rows, with the name of their file and why, in the reader's language; cells are masked.
SELECT
    import_file.file_name,
    import_reject.row_no,
    coalesce(said_reason.said, import_reject.reason) AS reason,
    import_reject.masked_text
FROM import_reject
JOIN import_file USING (file_id)
LEFT JOIN said_reason USING (reason)
ORDER BY import_file.file_name, import_reject.row_no
