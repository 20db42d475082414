-- First and last instant that the log tells of any contact that entered a queue. A total tells of its whole stretch.
-- Of the days before those that the desk keeps only some contacts are left: the log begins after them.
-- A few contacts that more than a year of silence parts from the rest are a clock gone wrong: they are counted apart.
WITH told AS (
    SELECT first_at, last_at, contacts
    FROM kept_day
    WHERE day NOT IN (FROM day_again)
        AND first_at >= coalesce((SELECT max(from_at) FROM retained_from WHERE kind = 'legs'), '-infinity')
    UNION ALL
    SELECT min(entered_at), max(entered_at), count(*)
    FROM contact_leg
    WHERE offered AND direction = 'in' AND make_timestamp(epoch_us(entered_at))::DATE IN (FROM day_again)
        AND entered_at >= $again_from::TIMESTAMPTZ AND entered_at < $again_until::TIMESTAMPTZ
        AND entered_at >= coalesce((SELECT max(from_at) FROM retained_from WHERE kind = 'legs'), '-infinity')
    GROUP BY make_timestamp(epoch_us(entered_at))::DATE
    UNION ALL
    SELECT
        start_utc,
        max((start_utc AT TIME ZONE $zone + to_seconds(interval_s)) AT TIME ZONE $zone - INTERVAL 1 SECOND),
        sum(offered)
    FROM interval_stat
    GROUP BY start_utc
),

begun AS (
    SELECT
        *,
        coalesce(first_at > max(last_at) OVER (
            ORDER BY first_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) + to_days(CAST($silent_days AS INTEGER)), false) AS after_silence
    FROM told
),

numbered AS (
    SELECT *, count(*) FILTER (after_silence) OVER (ORDER BY first_at ROWS UNBOUNDED PRECEDING) AS stretch
    FROM begun
),

stretch AS (
    SELECT min(first_at) AS first_at, max(last_at) AS last_at, sum(contacts) AS contacts
    FROM numbered
    GROUP BY stretch
),

judged AS (
    SELECT *, contacts >= $least_contacts OR max(contacts) OVER () < $least_contacts AS is_log
    FROM stretch
)

SELECT
    min(first_at) FILTER (is_log) AS first_at,
    max(last_at) FILTER (is_log) AS last_at,
    CAST(coalesce(sum(contacts) FILTER (NOT is_log), 0) AS BIGINT) AS strays,
    max(first_at) FILTER (NOT is_log) AS stray_at
FROM judged
