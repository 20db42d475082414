-- Refused lines leave; headings of an export are no lines.
INSERT INTO staged_reject
SELECT file_no, row_no, reason, shown FROM staged_asterisk_event
WHERE file_no = $file_no AND is_line AND reason IS NOT NULL;

DELETE FROM staged_asterisk_event WHERE file_no = $file_no AND (reason IS NOT NULL OR NOT is_line)
