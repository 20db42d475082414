INSERT INTO staged_reject SELECT $file_no, row_no, reason, text FROM staged_refusal
