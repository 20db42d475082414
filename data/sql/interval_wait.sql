-- What callers waited, by weekday and time of day: the wait that four in five did not exceed.
-- Who hung up counts with the time until then, so the true wait was longer; short abandons are left out.
SELECT
    $queue AS queue,
    isodow(local_start) - 1 AS weekday,
    hour(local_start) * 60 + minute(local_start) AS minute_of_day,
    count(*) AS contacts,
    quantile_cont(wait_s, 0.8) AS wait_p80_s
FROM (
    SELECT piece.interval_start AT TIME ZONE $zone AS local_start, leg.wait_s
    FROM contact_leg AS leg
    ASOF JOIN open_piece AS piece ON leg.entered_at >= piece.open_from
    WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in' AND leg.wait_s IS NOT NULL
        AND leg.entered_at < piece.open_until AND leg.entered_at >= $since AND leg.entered_at < $until
        AND NOT (leg.outcome = 'abandoned' AND leg.wait_s <= $short_abandon_seconds)
)
GROUP BY ALL
ORDER BY ALL
