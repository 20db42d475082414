-- Demand that came again: the first leg of a contact of a customer who hung up while waiting, in any queue, at most
-- $within_s seconds before; by queue and day of arrival, in `measured_repeat`. Each hang-up is looked for in the stretch of
-- that length in which it lies and in the next, so both sides meet by hash and no customer's contacts are sorted.
CREATE OR REPLACE TEMP TABLE measured_repeat AS
WITH left_waiting AS (
    SELECT
        customer_key,
        epoch_us(coalesce(ended_at, entered_at)) + CASE
            WHEN ended_at IS NULL THEN CAST(round(coalesce(wait_s, 0) * 1e6) AS BIGINT) ELSE 0
        END AS left_us
    FROM contact_leg
    WHERE offered AND direction = 'in' AND outcome = 'abandoned' AND customer_key IS NOT NULL
),

sought AS (
    SELECT customer_key, left_us, left_us // ($within_s::BIGINT * 1000000) + unnest([0, 1]) AS stretch FROM left_waiting
),

came_again AS (
    SELECT leg.queue_key AS queue, epoch_us(leg.entered_at) // ($slot_s::BIGINT * 1000000) AS slot_no
    FROM contact_leg AS leg
    SEMI JOIN sought
        ON sought.customer_key = leg.customer_key
            AND sought.stretch = epoch_us(leg.entered_at) // ($within_s::BIGINT * 1000000)
            AND epoch_us(leg.entered_at) > sought.left_us
            AND epoch_us(leg.entered_at) <= sought.left_us + $within_s::BIGINT * 1000000
    WHERE leg.is_entry AND leg.direction = 'in' AND leg.entered_at >= $first AND leg.entered_at < $until
)

SELECT place.queue, place.date, count(*) AS repeats
FROM came_again
JOIN measured_place AS place USING (queue, slot_no)
WHERE place.is_open
GROUP BY place.queue, place.date
