-- First and last instant that the log tells of any contact that entered a queue. A total tells of its whole stretch.
SELECT min(first_at) AS first_at, max(last_at) AS last_at
FROM (
    SELECT min(entered_at) AS first_at, max(entered_at) AS last_at
    FROM contact_leg
    WHERE offered AND direction = 'in'
    UNION ALL
    SELECT
        min(start_utc),
        max((start_utc AT TIME ZONE $zone + to_seconds(interval_s)) AT TIME ZONE $zone - INTERVAL 1 SECOND)
    FROM interval_stat
)
