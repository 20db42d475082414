-- The first of the command's files that is the same as this one.
SELECT min(file_no) FROM staged_file WHERE file_id = (SELECT file_id FROM staged_file WHERE file_no = $file_no)
