-- Totals of a queue that had ended by $until, for the local days of which the log holds no single contacts. Of several
-- sources of one day the finest counts; they are never added.
WITH told AS (
    SELECT *, CAST(start_utc AT TIME ZONE $zone AS DATE) AS date
    FROM interval_stat
    WHERE queue_key = $queue
        AND (start_utc AT TIME ZONE $zone + to_seconds(interval_s)) AT TIME ZONE $zone <= $until
        AND CAST(start_utc AT TIME ZONE $zone AS DATE) NOT IN (
            SELECT CAST(entered_at AT TIME ZONE $zone AS DATE)
            FROM contact_leg
            WHERE queue_key = $queue AND offered AND direction = 'in' AND entered_at < $until
                AND entered_at >= coalesce((SELECT max(from_at) FROM retained_from WHERE kind = 'legs'), '-infinity')
                AND entered_at >= $first_at::TIMESTAMPTZ AND entered_at < $last_at::TIMESTAMPTZ
        )
),

finest AS (
    SELECT date, arg_min(source_instance, (interval_s, source_instance)) AS source_instance
    FROM told
    GROUP BY date
)

SELECT start_utc AS start, interval_s, offered, answered, abandoned, blocked, wait_answered_s, talk_s, hold_s, acw_s,
    coalesce(handle_s, talk_s + coalesce(hold_s, 0) + coalesce(acw_s, 0)) AS handle_s
FROM told
JOIN finest USING (date, source_instance)
ORDER BY start_utc, interval_s
