-- Whether any single contact of the queue was known at $until.
SELECT count(*)
FROM (
    SELECT 1 FROM contact_leg
    WHERE queue_key = $queue AND offered AND direction = 'in' AND entered_at < $until
    LIMIT 1
)
