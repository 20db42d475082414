-- Counts and sums of single contacts, by queue and local day of arrival, in `measured_contact`; GLOSSARY.md says what each
-- means. Legs are first counted by slots of $slot_s seconds, so that zones and opening hours are asked of slots, not of every
-- leg: days and opening hours begin and end where slots do. A live contact outside them is counted apart (`after_hours`); a written one
-- counts on the day on which it was received. Work of further replies belongs to the contact that was answered first.
CREATE OR REPLACE TEMP TABLE measured_slot AS
WITH told AS (
    SELECT
        queue.queue,
        epoch_us(leg.entered_at) // ($slot_s::BIGINT * 1000000) AS slot_no,
        leg.direction = 'in' AS is_in,
        is_in AND leg.offered AS is_offered,
        is_offered AND leg.outcome = 'answered' AS is_answered,
        is_offered AND leg.outcome = 'abandoned' AS is_abandoned,
        is_in AND leg.is_entry AS is_demand,
        is_answered AND leg.handle_s IS NOT NULL AND leg.handle_quality IN ('measured', 'derived') AS is_handled,
        queue.threshold_s,
        queue.short_s,
        leg.outcome,
        leg.kind,
        leg.is_escalation,
        leg.customer_key IS NOT NULL AS is_keyed,
        leg.wait_s,
        leg.talk_s,
        leg.hold_s,
        leg.acw_s,
        leg.handle_s
    FROM contact_leg AS leg
    JOIN measured_queue AS queue ON queue.queue = leg.queue_key
    WHERE leg.entered_at >= $first AND leg.entered_at < $until
),

-- Further replies of contacts whose first answer tells its handle time.
follow_up AS (
    SELECT
        contact_id, queue_key, sum(talk_s) AS talk_s, sum(hold_s) AS hold_s, sum(acw_s) AS acw_s, sum(handle_s) AS handle_s
    FROM contact_leg
    WHERE kind = 'reply_cycle' AND handle_s IS NOT NULL AND handle_quality IN ('measured', 'derived')
    GROUP BY ALL
),

answered_first AS (
    SELECT leg.queue_key AS queue, leg.contact_id, arg_min(leg, (leg.entered_at, leg.leg_id)) AS first
    FROM contact_leg AS leg
    SEMI JOIN follow_up ON follow_up.contact_id = leg.contact_id AND follow_up.queue_key = leg.queue_key
    WHERE leg.offered AND leg.direction = 'in'
    GROUP BY ALL
),

followed AS (
    SELECT
        answered_first.queue,
        epoch_us(first.entered_at) // ($slot_s::BIGINT * 1000000) AS slot_no,
        sum(follow_up.talk_s) AS talk_s,
        count(*) FILTER (follow_up.talk_s IS NOT NULL AND first.talk_s IS NULL) AS talk_told,
        sum(follow_up.hold_s) AS hold_s,
        count(*) FILTER (follow_up.hold_s IS NOT NULL AND first.hold_s IS NULL) AS hold_told,
        sum(follow_up.acw_s) AS acw_s,
        count(*) FILTER (follow_up.acw_s IS NOT NULL AND first.acw_s IS NULL) AS acw_told,
        sum(follow_up.handle_s) AS handle_s
    FROM answered_first
    JOIN follow_up ON follow_up.contact_id = answered_first.contact_id AND follow_up.queue_key = answered_first.queue
    WHERE first.outcome = 'answered' AND first.handle_s IS NOT NULL AND first.handle_quality IN ('measured', 'derived')
        AND first.entered_at >= $first AND first.entered_at < $until
        AND answered_first.queue IN (SELECT queue FROM measured_queue)
    GROUP BY ALL
)

SELECT
    queue,
    slot_no,
    count(*) FILTER (is_offered) AS offered,
    count(*) FILTER (is_answered) AS answered,
    count(*) FILTER (is_abandoned) AS abandoned,
    count(*) FILTER (is_abandoned AND wait_s <= short_s) AS short_abandoned,
    count(*) FILTER (is_abandoned AND wait_s IS NOT NULL) AS abandoned_waits_told,
    count(*) FILTER (is_answered AND wait_s <= threshold_s) AS answered_in_threshold,
    count(*) FILTER (is_answered AND wait_s IS NOT NULL) AS waits_told,
    sum(wait_s) FILTER (is_answered) AS wait_answered_s,
    count(*) FILTER (is_offered AND outcome = 'overflowed_out') AS overflowed,
    count(*) FILTER (is_offered AND outcome = 'timeout') AS timed_out,
    count(*) FILTER (is_offered AND outcome = 'voicemail') AS voicemail,
    count(*) FILTER (is_offered AND outcome = 'callback_requested') AS callback_requested,
    count(*) FILTER (is_offered AND outcome = 'failed') AS failed,
    count(*) FILTER (is_offered AND outcome = 'open') AS still_open,
    count(*) FILTER (is_in AND NOT is_offered AND outcome = 'blocked') AS blocked,
    count(*) FILTER (is_in AND NOT is_offered AND outcome = 'after_hours') AS after_hours,
    count(*) FILTER (is_in AND NOT is_offered AND outcome = 'ivr_exit') AS ivr_exit,
    count(*) FILTER (kind = 'callback') AS callbacks,
    count(*) FILTER (kind = 'callback' AND outcome = 'answered') AS callbacks_reached,
    count(*) FILTER (is_escalation) AS escalations,
    count(*) FILTER (is_demand) AS demand,
    count(*) FILTER (is_demand AND is_keyed) AS demand_keyed,
    count(*) FILTER (is_handled) AS handled,
    sum(handle_s) FILTER (is_handled) AS handle_s,
    count(*) FILTER (is_handled AND talk_s IS NOT NULL) AS talk_told,
    sum(talk_s) FILTER (is_handled) AS talk_s,
    count(*) FILTER (is_handled AND hold_s IS NOT NULL) AS hold_told,
    sum(hold_s) FILTER (is_handled) AS hold_s,
    count(*) FILTER (is_handled AND acw_s IS NOT NULL) AS acw_told,
    sum(acw_s) FILTER (is_handled) AS acw_s
FROM told
GROUP BY queue, slot_no
UNION ALL BY NAME
SELECT * FROM followed;

CREATE OR REPLACE TEMP TABLE measured_place AS
SELECT
    slot.queue,
    slot.slot_no,
    CAST(to_timestamp(slot.slot_no * $slot_s) AT TIME ZONE $zone AS DATE) AS date,
    NOT slot.live OR coalesce(to_timestamp(slot.slot_no * $slot_s) < piece.open_until, false) AS is_open
FROM (
    SELECT DISTINCT measured_slot.queue, measured_slot.slot_no, measured_queue.channel, measured_queue.live
    FROM measured_slot
    JOIN measured_queue USING (queue)
) AS slot
ASOF LEFT JOIN measured_opening AS piece
    ON piece.channel = slot.channel AND to_timestamp(slot.slot_no * $slot_s) >= piece.open_from;

-- What is said of contacts in opening hours, and what is said of the day whatever the hour.
CREATE OR REPLACE TEMP TABLE measured_contact AS
SELECT
    place.queue,
    place.date,
    coalesce(sum(COLUMNS(
        slot.* EXCLUDE (queue, slot_no, after_hours, ivr_exit, callbacks, callbacks_reached, escalations)
    )) FILTER (place.is_open), 0) AS '\0',
    coalesce(sum(slot.after_hours), 0) + coalesce(sum(slot.offered + slot.blocked) FILTER (NOT place.is_open), 0)
        AS after_hours,
    sum(slot.ivr_exit) AS ivr_exit,
    sum(slot.callbacks) AS callbacks,
    sum(slot.callbacks_reached) AS callbacks_reached,
    sum(slot.escalations) AS escalations
FROM measured_slot AS slot
JOIN measured_place AS place USING (queue, slot_no)
GROUP BY place.queue, place.date
