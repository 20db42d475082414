-- Written contacts that were answered, and whose customer phoned within $within_s seconds after the answer all the same; by
-- queue and day of receipt, in `measured_phoned`. Watched are those whose customer is known, and after whose answer that
-- time has passed. Where no customer of the log ever both wrote and phoned, sources do not tell them apart, or name them
-- differently: then nothing is known, and nothing is watched.
CREATE OR REPLACE TEMP TABLE measured_phoned AS
WITH replied AS (
    SELECT
        leg.queue_key AS queue, leg.leg_key, leg.entered_at, leg.customer_key, epoch_us(leg.answered_at) AS answered_us
    FROM contact_leg AS leg
    JOIN measured_queue AS queue ON queue.queue = leg.queue_key AND NOT queue.live
    WHERE leg.offered AND leg.direction = 'in' AND leg.outcome = 'answered' AND leg.answered_at IS NOT NULL
        AND leg.customer_key IS NOT NULL
),

phoned AS (
    SELECT customer_key, epoch_us(entered_at) AS phoned_us
    FROM contact_leg
    WHERE channel = 'phone' AND direction = 'in' AND is_entry
        AND customer_key IN (SELECT customer_key FROM replied)
),

watched AS (
    SELECT *
    FROM replied
    WHERE entered_at >= $first AND entered_at < $until
        AND answered_us + $within_s::BIGINT * 1000000 <= epoch_us($log_until::TIMESTAMPTZ)
        AND EXISTS (FROM phoned)
),

followed AS (
    SELECT DISTINCT watched.leg_key
    FROM watched
    JOIN phoned
        ON phoned.customer_key = watched.customer_key
            AND phoned.phoned_us > watched.answered_us
            AND phoned.phoned_us <= watched.answered_us + $within_s::BIGINT * 1000000
)

SELECT
    watched.queue,
    CAST(watched.entered_at AT TIME ZONE $zone AS DATE) AS date,
    count(*) AS phoned_watched,
    count(followed.leg_key) AS phoned_after
FROM watched
LEFT JOIN followed USING (leg_key)
GROUP BY ALL
