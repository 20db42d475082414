SELECT count(*) FROM stale_day
