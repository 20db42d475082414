SELECT count(*) FROM affected_part
