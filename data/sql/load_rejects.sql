INSERT OR IGNORE INTO import_reject
SELECT staged_file.file_id, row_no, reason, masked_text FROM staged_reject JOIN staged_file USING (file_no)
