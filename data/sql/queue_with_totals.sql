-- Queues of which totals tell.
SELECT DISTINCT queue_key AS queue FROM interval_stat
