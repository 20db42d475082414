SELECT count(*) FROM staged_asterisk_event WHERE file_no = $file_no
