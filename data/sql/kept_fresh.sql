-- What was not counted anew, of a queue that desk.toml names no more, may not hold any longer.
DELETE FROM kept_interval WHERE (kind, name) NOT IN (SELECT (kind, name) FROM refreshed);
DELETE FROM stale_day
