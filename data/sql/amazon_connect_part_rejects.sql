-- Records that cannot be used leave for staged_reject; nothing of their text is kept.
INSERT INTO staged_reject SELECT file_no, row_no, refusal, '' FROM staged_amazon_connect WHERE refusal IS NOT NULL;
DELETE FROM staged_amazon_connect WHERE refusal IS NOT NULL
