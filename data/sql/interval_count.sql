-- Each open interval of a queue with what arrived in it, as it was known at $until.
-- An arrival is known at once; a wait and an outcome when the wait ended; a handle time when the work ended.
-- A contact belongs to the stretch of opening hours in which it entered; outside them a live contact is counted apart,
-- and a written one belongs to the interval in which they begin next. Work of further replies belongs to the contact.
-- Instants that the log does not tell are taken as known as soon as what came before them.
WITH follow_up AS (
    SELECT
        contact_id,
        sum(talk_s) AS talk_s,
        sum(hold_s) AS hold_s,
        sum(acw_s) AS acw_s,
        sum(handle_s) AS handle_s
    FROM contact_leg
    WHERE queue_key = $queue AND kind = 'reply_cycle' AND handle_s IS NOT NULL
        AND coalesce(acw_end_at, answered_at, entered_at) < $until
    GROUP BY contact_id
),

followed AS (
    SELECT arg_min(leg.rowid, (leg.entered_at, leg.leg_id)) AS leg_row, any_value(follow_up) AS later
    FROM contact_leg AS leg
    JOIN follow_up USING (contact_id)
    WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in'
    GROUP BY leg.contact_id
),

entered AS (
    SELECT
        piece.interval_start,
        leg.outcome = 'answered' AND coalesce(leg.answered_at, leg.entered_at) < $until AS is_answered,
        leg.outcome = 'abandoned' AND coalesce(leg.ended_at, leg.entered_at) < $until AS is_abandoned,
        leg.wait_s,
        coalesce(leg.talk_s + followed.later.talk_s, leg.talk_s, followed.later.talk_s) AS talk_s,
        coalesce(leg.hold_s + followed.later.hold_s, leg.hold_s, followed.later.hold_s) AS hold_s,
        coalesce(leg.acw_s + followed.later.acw_s, leg.acw_s, followed.later.acw_s) AS acw_s,
        leg.handle_s + coalesce(followed.later.handle_s, 0) AS handle_s,
        leg.agent_key,
        leg.handle_s IS NOT NULL AND coalesce(
            leg.acw_end_at, CASE WHEN $live THEN leg.ended_at END, leg.answered_at, leg.entered_at
        ) < $until AS is_handled
    FROM contact_leg AS leg
    ASOF JOIN open_piece AS piece ON leg.entered_at < piece.open_until
    LEFT JOIN followed ON followed.leg_row = leg.rowid
    WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in'
        AND (leg.entered_at >= piece.open_from OR NOT $live) AND leg.entered_at < $until
)

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
    count(DISTINCT agent_key) FILTER (is_answered) AS agents_seen
FROM entered
GROUP BY interval_start
ORDER BY interval_start
