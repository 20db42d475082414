-- A leg a record: one stay in a queue, a call that went out, or one that ended before any queue.
INSERT INTO staged_leg BY NAME
WITH sorted AS (
    SELECT
        *,
        CASE
            WHEN method IN ('OUTBOUND', 'EXTERNAL_OUTBOUND', 'AGENT_REPLY', 'FLOW') OR (method = 'API' AND channel = 'phone')
                THEN 'out' ELSE 'in'
        END AS direction,
        coalesce(starts_with(end_reason, 'TELECOM_') OR end_reason = 'CUSTOMER_CONNECTION_NOT_ESTABLISHED', false)
            AS was_not_reached,
        next_id IS NOT NULL AND NOT is_next_known AS is_next_missing,
        coalesce(next_method = 'CALLBACK' AND connected_at IS NULL AND method <> 'CALLBACK', false) AS asks_for_callback,
        is_queued OR asks_for_callback AS is_stay,
        coalesce(queue_key, next_queue_key) AS queue_then
    FROM connect_linked
),

kept AS (
    SELECT
        *,
        CASE
            WHEN direction = 'out' THEN 'outbound'
            WHEN method = 'CALLBACK' THEN 'callback'
            WHEN is_own_queue OR (connected_at IS NOT NULL AND NOT is_queued) THEN 'direct'
            WHEN NOT is_stay THEN 'ivr_only'
            WHEN method IN ('TRANSFER', 'DISCONNECT') THEN 'transfer'
            ELSE 'queue'
        END AS kind,
        CASE
            WHEN connected_at IS NOT NULL AND NOT (kind IN ('outbound', 'callback') AND was_not_reached) THEN 'answered'
            WHEN disconnected_at IS NULL AND next_method IS NULL AND NOT is_next_missing THEN 'open'
            WHEN kind IN ('outbound', 'callback') THEN 'failed'
            WHEN asks_for_callback THEN 'callback_requested'
            WHEN kind = 'ivr_only' THEN 'ivr_exit'
            WHEN next_method IS NOT NULL OR is_next_missing OR goes_outside THEN 'overflowed_out'
            WHEN coalesce(end_reason, 'CUSTOMER_DISCONNECT') = 'CUSTOMER_DISCONNECT' THEN 'abandoned'
            ELSE 'failed'
        END AS outcome,
        -- A callback asked for in the menu enters when it was asked for.
        CASE
            WHEN enqueued_at IS NOT NULL THEN enqueued_at
            WHEN asks_for_callback THEN greatest(next_at, initiated_at)
            ELSE initiated_at
        END AS entered_at,
        outcome = 'answered' AS is_answered
    FROM sorted
    WHERE queue_then IS NOT NULL
),

timed AS (
    SELECT
        *,
        CASE
            WHEN is_answered THEN coalesce(
                acw_from, connected_at + to_microseconds(CAST((talk_s + CASE WHEN channel = 'phone' THEN hold_s ELSE coalesce(hold_s, 0) END) * 1e6 AS BIGINT)), transferred_at,
                disconnected_at
            )
            WHEN is_queued THEN coalesce(dequeued_at, disconnected_at)
            ELSE disconnected_at
        END AS left_at,
        -- A mail is answered when its reply is out, which is when the person is done with it.
        CASE
            WHEN is_answered AND channel = 'mail' THEN greatest(left_at, connected_at, entered_at)
            WHEN is_answered THEN greatest(connected_at, entered_at)
        END AS answered_at,
        CASE WHEN is_answered THEN talk_s END AS talked_s,
        CASE WHEN is_answered THEN hold_s END AS held_s,
        CASE WHEN is_answered THEN acw_s END AS after_s,
        -- Written work is never put on hold.
        CASE WHEN channel = 'phone' THEN held_s ELSE coalesce(held_s, 0) END AS known_held_s,
        talked_s + known_held_s + after_s AS worked_s,
        coalesce(
            CASE WHEN channel = 'mail' THEN epoch(answered_at - entered_at) END,
            wait_s,
            CASE
                WHEN is_queued AND connected_at >= entered_at THEN epoch(connected_at - entered_at)
                WHEN is_queued AND connected_at IS NULL AND left_at >= entered_at THEN epoch(left_at - entered_at)
            END
        ) AS waited_s
    FROM kept
)

SELECT
    'amazon_connect' AS source_system,
    source_instance,
    record_id AS leg_id,
    contact_id,
    previous_id AS parent_leg_id,
    kind,
    direction,
    channel,
    queue_then AS queue_key,
    CAST(CASE WHEN list_contains(getvariable('connect_tier_two'), queue_then) THEN 2 ELSE 1 END AS TINYINT) AS tier,
    CASE WHEN is_answered THEN agent_key END AS agent_key,
    entered_at,
    answered_at,
    -- What has not ended has no end: greatest() passes over NULL.
    CASE WHEN left_at IS NOT NULL THEN greatest(left_at, answered_at, entered_at) END AS ended_at,
    CASE WHEN is_answered AND left_at IS NOT NULL THEN greatest(acw_until, left_at, answered_at) END AS acw_end_at,
    CASE WHEN enqueued_at >= initiated_at AND method IN ('INBOUND', 'WEBRTC_API', 'API')
        THEN epoch(enqueued_at - initiated_at) END AS ivr_s,
    CASE WHEN channel <> 'phone' OR waited_s <= 86400 THEN waited_s END AS wait_s,
    talked_s AS talk_s,
    held_s AS hold_s,
    after_s AS acw_s,
    false AS talk_includes_hold,
    worked_s AS handle_s,
    CASE WHEN worked_s IS NULL THEN 'unknown' ELSE 'measured' END AS handle_quality,
    outcome,
    kind IN ('queue', 'transfer') OR (kind = 'direct' AND previous_id IS NULL) AS offered,
    CASE
        WHEN is_answered AND (next_method IN ('TRANSFER', 'QUEUE_TRANSFER') OR goes_outside) THEN 'agent'
        WHEN end_reason IN ('CUSTOMER_DISCONNECT', 'CUSTOMER_NEVER_ARRIVED') THEN 'customer'
        WHEN end_reason IN ('AGENT_DISCONNECT', 'AGENT_COMPLETED') THEN 'agent'
        WHEN end_reason IS NOT NULL THEN 'system'
        ELSE 'unknown'
    END AS end_party,
    CASE
        WHEN outcome IN ('answered', 'overflowed_out')
            THEN coalesce(next_queue_key, CASE WHEN goes_outside THEN 'outside' END)
    END AS transfer_to,
    coalesce(
        outcome IN ('answered', 'overflowed_out') AND NOT list_contains(getvariable('connect_tier_two'), queue_then)
            AND list_contains(getvariable('connect_tier_two'), next_queue_key),
        false
    ) AS is_escalation,
    CASE WHEN kind = 'callback' AND contact_before <> contact_id THEN contact_before END AS callback_of,
    topic,
    customer_key,
    'UTC' AS source_tz,
    false AS tz_assumed,
    updated_at AS source_updated_at,
    content AS row_hash,
    file_id,
    row_no,
    concat_ws('|',
        CASE WHEN connected_at < entered_at OR left_at < coalesce(answered_at, entered_at) THEN 'clock_skew' END,
        CASE WHEN is_next_missing THEN 'next_not_told' END,
        CASE WHEN outcome = 'abandoned' AND end_reason IS NULL THEN 'end_not_told' END,
        CASE WHEN asks_for_callback AND NOT is_queued THEN 'asked_in_menu' END,
        CASE WHEN is_own_queue THEN 'own_queue' END,
        CASE WHEN is_answered AND (next_method IS NOT NULL OR goes_outside) THEN 'transferred' END,
        CASE WHEN is_answered AND acw_s IS NULL THEN 'no_acw' END,
        CASE WHEN attempts > 1 THEN 'ring_no_answer' END
    ) AS flags
FROM timed
