DELETE FROM staged_asterisk_event WHERE file_no = $file_no AND row_no > $row_no
