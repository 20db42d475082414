-- Written contacts that were answered, and whose customer phoned within $within_s seconds after the answer all the same; by
-- queue and day of receipt, in `measured_phoned`. A call belongs to a reply by its customer, or by its contact where the
-- source carries the number of the written contact on. Watched are replies after which that time has passed and whose
-- customer is known; all, where the log links any call to a written contact. Where no customer of the log ever both wrote
-- and phoned, sources do not tell them apart, or name them differently: then nothing is known, and nothing is watched.
CREATE OR REPLACE TEMP TABLE measured_phoned AS
WITH replied AS (
    SELECT
        leg.queue_key AS queue, leg.leg_key, leg.entered_at, leg.customer_key, leg.contact_id,
        epoch_us(leg.answered_at) AS answered_us
    FROM contact_leg AS leg
    JOIN measured_queue AS queue ON queue.queue = leg.queue_key AND NOT queue.live
    WHERE leg.offered AND leg.direction = 'in' AND leg.outcome = 'answered' AND leg.answered_at IS NOT NULL
),

phoned AS (
    SELECT customer_key, contact_id, is_entry, epoch_us(entered_at) AS phoned_us
    FROM contact_leg
    WHERE channel = 'phone' AND direction = 'in' AND (is_entry OR kind = 'queue')
),

by_customer AS (
    SELECT * FROM phoned WHERE is_entry AND customer_key IN (SELECT customer_key FROM replied WHERE customer_key IS NOT NULL)
),

by_contact AS (
    SELECT * FROM phoned WHERE contact_id IN (SELECT contact_id FROM replied)
),

watched AS (
    SELECT *
    FROM replied
    WHERE entered_at >= $first AND entered_at < $until
        AND answered_us + $within_s::BIGINT * 1000000 <= epoch_us($log_until::TIMESTAMPTZ)
        AND (EXISTS (FROM by_contact) OR (customer_key IS NOT NULL AND EXISTS (FROM by_customer)))
),

followed AS (
    SELECT watched.leg_key, phoned_us - answered_us AS after_us
    FROM watched
    JOIN by_customer USING (customer_key)
    UNION ALL
    SELECT watched.leg_key, phoned_us - answered_us
    FROM watched
    JOIN by_contact USING (contact_id)
)

SELECT
    watched.queue,
    CAST(watched.entered_at AT TIME ZONE $zone AS DATE) AS date,
    count(*) AS phoned_watched,
    count(*) FILTER (leg_key IN (
        SELECT leg_key FROM followed WHERE after_us > 0 AND after_us <= $within_s::BIGINT * 1000000
    )) AS phoned_after
FROM watched
GROUP BY ALL
