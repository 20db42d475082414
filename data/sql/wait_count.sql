-- How long customers waited in a queue and how it ended, counted by whole seconds, as it was known at $until. A wait is a
-- stay in the queue, as the service level counts it: begun in opening hours, short abandons left out. Who stayed did not
-- hang up: answered, or moved on by the system or by a wish of their own. Opening hours begin and end at whole minutes.
-- A hang-up rounds to a second at least: nobody hangs up without having waited.
WITH open_minute AS (
    SELECT unnest(range(epoch_us(open_from) // 60000000, epoch_us(open_until) // 60000000)) AS minute
    FROM open_piece
    WHERE open_until > $since AND open_from < $until
)

SELECT
    $queue AS queue,
    greatest(round(leg.wait_s), CAST(leg.outcome = 'abandoned' AS INTEGER))::BIGINT AS seconds,
    count(*) FILTER (leg.outcome = 'abandoned') AS abandoned,
    count(*) FILTER (leg.outcome <> 'abandoned') AS stayed
FROM contact_leg AS leg
SEMI JOIN open_minute ON open_minute.minute = epoch_us(leg.entered_at) // 60000000
WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in' AND leg.wait_s >= 0
    AND leg.entered_at >= $since::TIMESTAMPTZ AND leg.entered_at < $until::TIMESTAMPTZ
    AND leg.outcome IN ('answered', 'abandoned', 'overflowed_out', 'timeout', 'voicemail', 'callback_requested')
    AND NOT (leg.outcome = 'abandoned' AND leg.wait_s <= $short_abandon_seconds)
    AND coalesce(
        CASE leg.outcome WHEN 'answered' THEN leg.answered_at WHEN 'abandoned' THEN leg.ended_at END,
        leg.entered_at + to_microseconds((leg.wait_s * 1000000)::BIGINT)
    ) < $until::TIMESTAMPTZ
GROUP BY ALL
ORDER BY ALL
