-- Calls offered in these days, and those of a customer or contact that had a written answer within $within_s seconds before:
-- how many, and the median of the time since the newest such answer, seconds. No call is unknown: calls that tell neither
-- customer nor written contact count as not followed, so the share is at least this. NULL where nothing links the two.
WITH replied AS (
    SELECT leg.customer_key, leg.contact_id, epoch_us(leg.answered_at) AS answered_us
    FROM contact_leg AS leg
    JOIN measured_queue AS queue ON queue.queue = leg.queue_key AND NOT queue.live
    WHERE leg.offered AND leg.direction = 'in' AND leg.outcome = 'answered' AND leg.answered_at IS NOT NULL
),

called AS (
    SELECT leg_key, customer_key, contact_id, epoch_us(entered_at) AS called_us
    FROM contact_leg
    WHERE channel = 'phone' AND direction = 'in' AND offered AND kind = 'queue'
        AND entered_at >= $first AND entered_at < $until
),

linked AS (
    SELECT leg_key, called_us - answered_us AS after_us
    FROM called
    JOIN replied USING (customer_key)
    UNION ALL
    SELECT leg_key, called_us - answered_us
    FROM called
    JOIN replied USING (contact_id)
),

followed AS (
    SELECT leg_key, min(after_us) AS after_us
    FROM linked
    WHERE after_us > 0 AND after_us <= $within_s::BIGINT * 1000000
    GROUP BY leg_key
)

SELECT
    (SELECT count(*) FROM called) AS calls,
    CASE WHEN EXISTS (FROM linked) THEN count(*) END AS calls_after_reply,
    median(after_us) / 1000000 AS median_after_s
FROM followed
