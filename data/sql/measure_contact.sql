-- Counts and sums of single contacts, by queue and local day of arrival, in `measured_contact`; GLOSSARY.md says what each
-- means. A live contact outside opening hours is counted apart (`after_hours`); a written one counts on the day on which it
-- was received. Work of further replies belongs to the contact that was answered first.
-- Legs are added up once, by slots of $slot_s seconds and by what they are; all that follows asks the few rows of this
-- table. Days and opening hours begin and end where slots do.
CREATE OR REPLACE TEMP TABLE measured_kind AS
SELECT
    queue.place,
    epoch_us(leg.entered_at) // ($slot_s::BIGINT * 1000000) AS slot_no,
    leg.outcome,
    CAST(leg.direction = 'in' AS UTINYINT)
        + 2 * CAST(leg.offered AS UTINYINT)
        + 4 * CAST(leg.is_entry AS UTINYINT)
        + 8 * CAST(leg.kind = 'callback' AS UTINYINT)
        + 16 * CAST(leg.is_escalation AS UTINYINT)
        + 32 * CAST(leg.customer_key IS NOT NULL AS UTINYINT)
        + 64 * CAST(leg.handle_s IS NOT NULL AND leg.handle_quality IN ('measured', 'derived') AS UTINYINT) AS marks,
    count(*) AS legs,
    count(leg.wait_s) AS waits_told,
    sum(CAST(leg.wait_s <= queue.short_s AS INTEGER)) AS in_short,
    sum(CAST(leg.wait_s <= queue.threshold_s AS INTEGER)) AS in_threshold,
    sum(leg.wait_s) AS wait_s,
    sum(leg.handle_s) AS handle_s,
    count(leg.talk_s) AS talk_told,
    sum(leg.talk_s) AS talk_s,
    count(leg.hold_s) AS hold_told,
    sum(leg.hold_s) AS hold_s,
    count(leg.acw_s) AS acw_told,
    sum(leg.acw_s) AS acw_s
FROM contact_leg AS leg
JOIN measured_queue AS queue ON queue.queue = leg.queue_key
WHERE leg.entered_at >= $first AND leg.entered_at < $until
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE measured_slot AS
WITH told AS (
    SELECT
        queue.queue,
        kind.*,
        marks & 1 > 0 AS is_in,
        is_in AND marks & 2 > 0 AS is_offered,
        is_offered AND outcome = 'answered' AS is_answered,
        is_offered AND outcome = 'abandoned' AS is_abandoned,
        is_in AND marks & 4 > 0 AS is_demand,
        marks & 8 > 0 AS is_callback,
        marks & 16 > 0 AS is_escalation,
        marks & 32 > 0 AS is_keyed,
        is_answered AND marks & 64 > 0 AS is_handled
    FROM measured_kind AS kind
    JOIN measured_queue AS queue USING (place)
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
    coalesce(sum(legs) FILTER (is_offered), 0) AS offered,
    coalesce(sum(legs) FILTER (is_answered), 0) AS answered,
    coalesce(sum(legs) FILTER (is_abandoned), 0) AS abandoned,
    sum(in_short) FILTER (is_abandoned) AS short_abandoned,
    sum(waits_told) FILTER (is_abandoned) AS abandoned_waits_told,
    sum(in_threshold) FILTER (is_answered) AS answered_in_threshold,
    sum(waits_told) FILTER (is_answered) AS waits_told,
    sum(wait_s) FILTER (is_answered) AS wait_answered_s,
    sum(legs) FILTER (is_offered AND outcome = 'overflowed_out') AS overflowed,
    sum(legs) FILTER (is_offered AND outcome = 'timeout') AS timed_out,
    sum(legs) FILTER (is_offered AND outcome = 'voicemail') AS voicemail,
    sum(legs) FILTER (is_offered AND outcome = 'callback_requested') AS callback_requested,
    sum(legs) FILTER (is_offered AND outcome = 'failed') AS failed,
    sum(legs) FILTER (is_offered AND outcome = 'open') AS still_open,
    coalesce(sum(legs) FILTER (is_in AND NOT is_offered AND outcome = 'blocked'), 0) AS blocked,
    sum(legs) FILTER (is_in AND NOT is_offered AND outcome = 'after_hours') AS after_hours,
    sum(legs) FILTER (is_in AND NOT is_offered AND outcome = 'ivr_exit') AS ivr_exit,
    sum(legs) FILTER (is_callback) AS callbacks,
    sum(legs) FILTER (is_callback AND outcome = 'answered') AS callbacks_reached,
    sum(legs) FILTER (is_escalation) AS escalations,
    sum(legs) FILTER (is_demand) AS demand,
    sum(legs) FILTER (is_demand AND is_keyed) AS demand_keyed,
    sum(legs) FILTER (is_handled) AS handled,
    sum(handle_s) FILTER (is_handled) AS handle_s,
    sum(talk_told) FILTER (is_handled) AS talk_told,
    sum(talk_s) FILTER (is_handled) AS talk_s,
    sum(hold_told) FILTER (is_handled) AS hold_told,
    sum(hold_s) FILTER (is_handled) AS hold_s,
    sum(acw_told) FILTER (is_handled) AS acw_told,
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
    coalesce(sum(slot.ivr_exit), 0) AS ivr_exit,
    coalesce(sum(slot.callbacks), 0) AS callbacks,
    coalesce(sum(slot.callbacks_reached), 0) AS callbacks_reached,
    coalesce(sum(slot.escalations), 0) AS escalations
FROM measured_slot AS slot
JOIN measured_place AS place USING (queue, slot_no)
GROUP BY place.queue, place.date
