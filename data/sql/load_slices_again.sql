-- The same file named once more in one command: all its legs are the same, its refusals are told again.
INSERT INTO row_count SELECT $file_no, 0, 0, sum(legs) FROM sliced_count WHERE file_no = $first_no;
INSERT INTO file_span SELECT $file_no, first_at, last_at FROM file_span WHERE file_no = $first_no;
INSERT INTO staged_reject SELECT $file_no, row_no, reason, masked_text FROM staged_reject WHERE file_no = $first_no
