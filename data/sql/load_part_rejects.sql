-- Rows that turned out to be no legs leave the staged legs.
INSERT INTO staged_reject SELECT file_no, row_no, reason, masked_text FROM staged_leg WHERE reason IS NOT NULL;
DELETE FROM staged_leg WHERE reason IS NOT NULL;
