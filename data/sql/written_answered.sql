-- Written contacts of a queue by the day of receipt, and how many of them were answered in time, as known at $until.
-- `due` and `due_latest` count those of which it is known whether they were: answered, or past the deadline.
WITH received AS (
    SELECT
        CAST(leg.entered_at AT TIME ZONE $zone AS DATE) AS date,
        CASE WHEN leg.outcome = 'answered' AND leg.answered_at < $until THEN leg.answered_at END AS answered_at,
        coalesce(leg.deadline_at, planned.closes_at) AS deadline_at,
        latest.closes_at AS latest_at
    FROM contact_leg AS leg
    ASOF JOIN closing AS receipt ON leg.entered_at < receipt.closes_at
    JOIN closing AS planned ON planned.place = receipt.place + $deadline_days
    JOIN closing AS latest ON latest.place = receipt.place + $latest_days
    WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in' AND leg.entered_at < $until
)

SELECT
    $queue AS queue,
    date,
    count(*) AS offered,
    count(answered_at) AS answered,
    count(*) FILTER (answered_at <= deadline_at) AS in_deadline,
    count(*) FILTER (answered_at <= latest_at) AS in_latest,
    count(*) FILTER (answered_at IS NOT NULL OR deadline_at <= $until) AS due,
    count(*) FILTER (answered_at IS NOT NULL OR latest_at <= $until) AS due_latest
FROM received
GROUP BY date
ORDER BY date
