INSERT INTO sliced_file VALUES ($file_no, $is_named)
