-- Rows that cannot be used leave for staged_reject; nothing of their text is kept.
INSERT INTO staged_reject SELECT file_no, row_no, reason, '' FROM staged_uccx WHERE reason IS NOT NULL;
DELETE FROM staged_uccx WHERE reason IS NOT NULL
