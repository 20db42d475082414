-- Queues that legs name and desk.toml does not.
SELECT queue_key AS queue, count(*) AS legs
FROM contact_leg
WHERE offered AND direction = 'in' AND entered_at >= $first AND entered_at < $until
GROUP BY ALL
HAVING queue_key NOT IN (SELECT queue FROM measured_queue)
ORDER BY legs DESC, queue
