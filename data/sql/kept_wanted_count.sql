SELECT count(*) FROM wanted_interval
