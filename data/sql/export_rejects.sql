-- The refused rows of each file as it is read today, with its name and why, in the reader's language; cells are masked.
SELECT
    import_file.file_name,
    import_reject.row_no,
    coalesce(said_reason.said, import_reject.reason) AS reason,
    import_reject.masked_text
FROM import_reject
JOIN import_file USING (file_id)
LEFT JOIN said_reason USING (reason)
WHERE import_file.is_active
ORDER BY import_file.file_name, import_reject.row_no
