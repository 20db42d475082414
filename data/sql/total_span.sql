-- Between which moments lie the days of which a queue's totals tell; NULL where it has none.
SELECT min(start_utc) - INTERVAL 2 DAY AS first_at, max(start_utc) + INTERVAL 3 DAY AS last_at
FROM interval_stat
WHERE queue_key = $queue
