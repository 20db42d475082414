INSERT INTO staged_reject
SELECT file_no, row_no, reason, '' FROM staged_asterisk_record WHERE reason IS NOT NULL;

DELETE FROM staged_asterisk_record WHERE reason IS NOT NULL
