-- In which queues and channels a leg came or went.
SELECT DISTINCT channel, queue_key FROM stale_day
