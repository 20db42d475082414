-- A leg a stay: handled by its queue, given up, taken from the queue, or one of several at once. A call that another part of
-- its session goes on with was handed on there. A call that was given up, or broke off, before any queue ended in the menu.
INSERT INTO staged_leg BY NAME
WITH caller AS (
    SELECT source_instance, session_key, min_by(customer_key, seq) AS customer_key
    FROM uccx_current WHERE kind = 'call' AND customer_key IS NOT NULL GROUP BY ALL
),

part AS (
    SELECT
        source_instance, session_key, seq,
        min_by(leg_id, (disposition = 5, disposition <> 2, entered_at, leg_id)) AS leg_id,
        min_by(queue_key, (disposition = 5, disposition <> 2, entered_at, leg_id)) AS queue_key,
        min_by(tier, (disposition = 5, disposition <> 2, entered_at, leg_id)) AS tier
    FROM uccx_stay GROUP BY ALL
),

told AS (
    SELECT
        stay.*,
        before.leg_id AS parent_leg_id,
        CASE WHEN stay.disposition = 2 THEN after.queue_key END AS transfer_to,
        after.tier AS transfer_tier,
        caller.customer_key,
        stay.disposition = 2 AS is_answered,
        stay.disposition = 5 OR (stay.disposition = 1 AND NOT is_first_given_up) AS is_parallel,
        stay.entered_at + to_microseconds(CAST(coalesce(wait_s, 0) * 1e6 AS BIGINT)) AS left_at,
        CASE
            WHEN is_answered THEN CASE WHEN wait_s IS NULL THEN coalesce(greatest(agent_at, left_at), left_at) ELSE left_at END
        END AS answered_at
    FROM uccx_stay AS stay
    LEFT JOIN part AS before
        ON (before.source_instance, before.session_key, before.seq + 1) = (stay.source_instance, stay.session_key, stay.seq)
    LEFT JOIN part AS after
        ON (after.source_instance, after.session_key, after.seq - 1) = (stay.source_instance, stay.session_key, stay.seq)
    LEFT JOIN caller ON (caller.source_instance, caller.session_key) = (stay.source_instance, stay.session_key)
)

SELECT
    'cisco_uccx' AS source_system,
    source_instance,
    leg_id,
    session_key AS contact_id,
    parent_leg_id,
    CASE
        WHEN target_type = 1 THEN 'direct' WHEN parent_leg_id IS NOT NULL THEN 'transfer' ELSE 'queue'
    END AS kind,
    'in' AS direction,
    'phone' AS channel,
    queue_key,
    tier,
    agent_key,
    entered_at,
    answered_at,
    CASE
        WHEN NOT is_answered THEN CASE WHEN wait_s IS NOT NULL THEN left_at END
        WHEN talk_s IS NOT NULL THEN answered_at + to_microseconds(CAST((talk_s + coalesce(hold_s, 0)) * 1e6 AS BIGINT))
    END AS ended_at,
    CASE WHEN is_answered THEN ended_at + to_microseconds(CAST(work_s * 1e6 AS BIGINT)) END AS acw_end_at,
    wait_s,
    ring_s,
    talk_s,
    hold_s,
    work_s AS acw_s,
    false AS talk_includes_hold,
    talk_s + hold_s + work_s AS handle_s,
    CASE WHEN talk_s + hold_s + work_s IS NULL THEN 'unknown' ELSE 'measured' END AS handle_quality,
    CASE
        WHEN is_answered THEN 'answered'
        WHEN disposition = 1 THEN CASE WHEN contact_disposition = 4 THEN 'failed' ELSE 'abandoned' END
        ELSE 'overflowed_out'
    END AS outcome,
    NOT is_parallel AS offered,
    CASE WHEN disposition = 1 AND contact_disposition = 1 THEN 'customer' ELSE 'unknown' END AS end_party,
    transfer_to,
    coalesce(transfer_to IS NOT NULL AND tier = 1 AND transfer_tier = 2, false) AS is_escalation,
    topic,
    customer_key,
    'UTC' AS source_tz,
    false AS tz_assumed,
    content AS row_hash,
    file_id,
    row_no,
    concat_ws('|',
        CASE WHEN is_approximate THEN 'approximate' END,
        CASE WHEN is_parallel THEN 'parallel' END,
        CASE WHEN disposition = 4 THEN 'handled_by_script' END,
        CASE WHEN was_missed THEN 'ring_no_answer' END,
        CASE WHEN is_answered AND work_s IS NULL THEN 'no_acw' END
    ) AS flags
FROM told
UNION ALL BY NAME
SELECT
    'cisco_uccx' AS source_system,
    call.source_instance,
    call.session_key || '/' || call.seq AS leg_id,
    call.session_key AS contact_id,
    'ivr_only' AS kind,
    'in' AS direction,
    'phone' AS channel,
    call.queue_key,
    call.tier,
    call.starts_at AS entered_at,
    CASE WHEN call.ends_at >= call.starts_at THEN call.ends_at END AS ended_at,
    CASE WHEN call.ends_at >= call.starts_at THEN epoch(call.ends_at - call.starts_at) END AS ivr_s,
    false AS talk_includes_hold,
    'unknown' AS handle_quality,
    CASE call.contact_disposition WHEN 4 THEN 'failed' ELSE 'ivr_exit' END AS outcome,
    false AS offered,
    CASE call.contact_disposition WHEN 4 THEN 'system' ELSE 'customer' END AS end_party,
    false AS is_escalation,
    call.topic,
    call.customer_key,
    'UTC' AS source_tz,
    false AS tz_assumed,
    call.content AS row_hash,
    call.file_id,
    call.row_no,
    '' AS flags
FROM uccx_current AS call
ANTI JOIN (FROM uccx_current WHERE kind = 'queued') AS queued
    ON (queued.source_instance, queued.session_key) = (call.source_instance, call.session_key)
WHERE call.kind = 'call' AND call.contact_disposition IN (1, 4) AND call.queue_key IS NOT NULL AND call.seq = 0
