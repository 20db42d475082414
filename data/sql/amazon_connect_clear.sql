-- What a command that failed may have left.
DELETE FROM staged_amazon_connect
WHERE file_no = $file_no OR (file_no, file_id) NOT IN (SELECT (file_no, file_id) FROM staged_file)
