-- A file that is known as it is read today is not read again: all its legs are the same, all its refusals stand.
INSERT INTO row_count
SELECT $file_no, 0, 0, rows_read - rows_rejected FROM import_file WHERE file_id = $file_id;
INSERT INTO file_span SELECT $file_no, first_at, last_at FROM import_file WHERE file_id = $file_id;
INSERT INTO staged_reject
SELECT $file_no, row_no, reason, masked_text FROM import_reject WHERE file_id = $file_id
