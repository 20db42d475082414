-- What interval_count tells, for queues where people wait for an answer and no reply follows later: there each minute
-- belongs to one interval or none, so that legs are joined by slots of time that all intervals are made of.
SELECT
    interval_start,
    count(*) AS offered,
    count(*) FILTER (is_answered) AS answered,
    count(*) FILTER (is_abandoned) AS abandoned,
    count(*) FILTER (is_abandoned AND wait_s <= $short_abandon_seconds) AS short_abandoned,
    count(*) FILTER (is_answered AND wait_s <= $threshold_seconds) AS answered_in_threshold,
    coalesce(sum(wait_s) FILTER (is_answered), 0) AS wait_answered_s,
    coalesce(sum(talk_s) FILTER (is_handled), 0) AS talk_s,
    coalesce(sum(hold_s) FILTER (is_handled), 0) AS hold_s,
    coalesce(sum(acw_s) FILTER (is_handled), 0) AS acw_s,
    coalesce(sum(handle_s) FILTER (is_handled), 0) AS handle_s,
    count(*) FILTER (is_handled) AS handled,
    count(DISTINCT agent_key) FILTER (is_answered) AS agents_seen,
    max(known_at) AS known_at
FROM (
    SELECT
        asked_slot.interval_start,
        leg.outcome = 'answered' AND coalesce(leg.answered_at, leg.entered_at) < $until AS is_answered,
        leg.outcome = 'abandoned' AND coalesce(leg.ended_at, leg.entered_at) < $until AS is_abandoned,
        leg.wait_s, leg.talk_s, leg.hold_s, leg.acw_s, leg.handle_s, leg.agent_key,
        greatest(leg.entered_at, leg.answered_at, leg.ended_at, leg.acw_end_at) AS known_at,
        leg.handle_s IS NOT NULL
            AND coalesce(leg.acw_end_at, leg.ended_at, leg.answered_at, leg.entered_at) < $until AS is_handled
    FROM contact_leg AS leg
    JOIN asked_slot ON asked_slot.slot = epoch_us(leg.entered_at) // $slot_us
    WHERE leg.queue_key = $name AND leg.offered AND leg.direction = 'in' AND leg.entered_at < $until
        AND leg.entered_at >= $asked_from::TIMESTAMPTZ AND leg.entered_at < $asked_until::TIMESTAMPTZ
)
GROUP BY interval_start
ORDER BY interval_start
