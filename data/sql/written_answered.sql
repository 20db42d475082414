-- Written contacts of a queue by the day of receipt, and how many of them were answered in time, as known at $until.
-- A row of reply_due holds for what is received from its from_at until that of the next. Where it runs, each of them is
-- due as much later as it came later: counted in microseconds, which a clock change does not touch.
-- `due` and `due_latest` count those of which it is known whether they were: answered, or past the deadline.
WITH received AS (
    SELECT
        CAST(leg.entered_at AT TIME ZONE $zone AS DATE) AS date,
        CASE WHEN leg.outcome = 'answered' AND leg.answered_at < $until THEN leg.answered_at END AS answered_at,
        leg.deadline_at,
        due.due_at + to_microseconds(due.runs * (epoch_us(leg.entered_at) - epoch_us(due.from_at))) AS planned_at,
        due.latest_at
    FROM contact_leg AS leg
    ASOF JOIN reply_due AS due ON leg.entered_at >= due.from_at
    WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in' AND leg.entered_at < $until
),

judged AS (
    SELECT
        date,
        answered_at,
        coalesce(deadline_at, planned_at) AS deadline_at,
        greatest(latest_at, planned_at) AS latest_at
    FROM received
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
FROM judged
GROUP BY date
ORDER BY date
