-- A leg a call, and one for each further agent to whom it was handed on. Talk and hold of these are taken off the call's, so
-- that nothing is counted twice; the work after a call is told of the call as a whole, and that of legs is never added.
INSERT INTO staged_leg BY NAME
WITH talk_record AS MATERIALIZED (
    SELECT
        told_newest.* EXCLUDE (facts),
        from_json(facts, '{
            "created_us": "BIGINT", "direction": "VARCHAR", "status": "VARCHAR", "agent": "VARCHAR", "is_agent": "BOOLEAN",
            "is_missed": "BOOLEAN", "is_handed_on": "BOOLEAN", "hands_on": "BOOLEAN", "ivr_s": "DOUBLE", "wait_s": "DOUBLE",
            "talk_s": "DOUBLE", "hold_s": "DOUBLE", "acw_s": "DOUBLE", "consult_s": "DOUBLE", "duration_s": "DOUBLE",
            "is_callback": "BOOLEAN", "is_voicemail": "BOOLEAN", "is_outside": "BOOLEAN", "is_overflowed": "BOOLEAN",
            "queue": "VARCHAR", "offered": "BOOLEAN"
        }') AS fact
    FROM told_newest
),

talk_agent AS MATERIALIZED (
    SELECT
        source_instance, group_id, record_id, fact.agent, fact.created_us,
        coalesce(fact.talk_s, CASE WHEN fact.duration_s IS NOT NULL THEN greatest(fact.duration_s - coalesce(fact.hold_s, 0), 0) END)
            AS talk_s,
        fact.talk_s IS NULL AS is_by_duration,
        fact.hold_s, fact.is_handed_on, fact.is_missed,
        row_number() OVER (
            PARTITION BY source_instance, group_id, fact.is_missed ORDER BY fact.is_handed_on, fact.created_us, record_id
        ) AS place
    FROM talk_record
    WHERE kind = 'leg' AND fact.is_agent
),

talk_call AS MATERIALIZED (
    WITH beside AS (
        SELECT
            source_instance, group_id,
            bool_or(is_missed) AS has_missed,
            arg_min(agent, place) FILTER (NOT is_missed) AS first_agent,
            coalesce(sum(talk_s) FILTER (is_handed_on AND NOT is_missed AND place > 1), 0) AS others_talk_s,
            coalesce(sum(hold_s) FILTER (is_handed_on AND NOT is_missed AND place > 1), 0) AS others_hold_s,
            count(*) FILTER (is_handed_on AND NOT is_missed AND place > 1) AS others
        FROM talk_agent
        GROUP BY source_instance, group_id
    )

    SELECT
        call.* EXCLUDE (fact),
        fact.*,
        coalesce(beside.has_missed, false) AS has_missed,
        CASE WHEN beside.others > 0 THEN coalesce(beside.first_agent, fact.agent) ELSE fact.agent END AS answering,
        coalesce(beside.others, 0) AS others,
        -- greatest() passes over NULL, and what is not told is not 0.
        CASE WHEN fact.talk_s IS NOT NULL THEN greatest(fact.talk_s - coalesce(beside.others_talk_s, 0), 0) END AS own_talk_s,
        CASE WHEN fact.hold_s IS NOT NULL THEN greatest(fact.hold_s - coalesce(beside.others_hold_s, 0), 0) END AS own_hold_s,
        -- Who left in the menu never came out of it.
        make_timestamptz(fact.created_us) + to_seconds(CASE WHEN fact.status = 'abandoned_in_ivr' THEN 0 ELSE coalesce(fact.ivr_s, 0) END)
            AS entered_at,
        CASE
            WHEN fact.talk_s > 0 OR fact.status = 'abandoned_on_hold' OR (fact.status = 'completed' AND fact.agent IS NOT NULL)
                THEN NOT (fact.direction = 'out' AND coalesce(fact.talk_s, 0) = 0)
            ELSE false
        END AS is_answered
    FROM talk_record AS call
    LEFT JOIN beside USING (source_instance, group_id)
    WHERE kind = 'call'
),

judged AS (
    SELECT
        *,
        CASE WHEN direction = 'out' THEN 'outbound' WHEN is_callback THEN 'callback'
            WHEN status = 'abandoned_in_ivr' THEN 'ivr_only' ELSE 'queue' END AS kind_then,
        CASE
            WHEN is_answered THEN 'answered'
            WHEN kind_then IN ('outbound', 'callback') THEN 'failed'
            WHEN status = 'abandoned_in_ivr' THEN 'ivr_exit'
            WHEN is_outside THEN 'after_hours'
            WHEN status = 'abandoned_in_queue' THEN 'abandoned'
            WHEN is_overflowed THEN 'overflowed_out'
            WHEN status = 'pending_voicemail' OR (is_voicemail AND status = 'completed') THEN 'voicemail'
            WHEN status IN ('not answered', 'abandoned_in_voicemail') AND offered THEN 'abandoned'
            ELSE 'failed'
        END AS outcome,
        kind_then = 'queue' AND outcome <> 'after_hours' AND coalesce(offered, true) AS is_offered,
        entered_at + to_seconds(coalesce(wait_s, 0)) AS left_at
    FROM talk_call
),

part AS (
    SELECT
        source_instance, record_id AS leg_id, group_id, NULL AS parent_leg_id, kind_then AS kind, direction, queue, outcome,
        is_offered, answering AS agent, entered_at, CASE WHEN is_answered THEN left_at END AS answered_at,
        left_at, wait_s, CASE WHEN kind_then <> 'outbound' THEN ivr_s END AS ivr_s, own_talk_s AS talk_s,
        own_hold_s AS hold_s, acw_s AS after_s, consult_s,
        status = 'abandoned_in_queue' OR status = 'abandoned_on_hold' AS is_by_customer, customer_key, updated_at, content,
        file_id, row_no, others > 0 AS hands_on, has_missed, false AS is_further, false AS is_by_duration
    FROM judged
    UNION ALL
    SELECT
        call.source_instance, call.record_id || '/' || talk_agent.record_id, call.group_id, call.record_id, 'direct',
        call.direction, call.queue, 'answered', false, talk_agent.agent, make_timestamptz(talk_agent.created_us),
        make_timestamptz(talk_agent.created_us), NULL, NULL, NULL, talk_agent.talk_s, talk_agent.hold_s, 0, NULL, false,
        call.customer_key, call.updated_at, call.content, call.file_id, call.row_no,
        false, false, true, talk_agent.is_by_duration
    FROM talk_agent
    JOIN talk_call AS call USING (source_instance, group_id)
    WHERE talk_agent.is_handed_on AND NOT talk_agent.is_missed AND talk_agent.place > 1 AND call.is_answered
),

timed AS (
    SELECT
        *,
        outcome = 'answered' AS is_done,
        CASE WHEN is_done THEN talk_s END AS talked_s,
        CASE WHEN is_done THEN hold_s END AS held_s,
        CASE WHEN is_done THEN after_s END AS acw_s,
        CASE WHEN is_done THEN answered_at + to_seconds(coalesce(talk_s, 0) + coalesce(hold_s, 0)) ELSE left_at END AS ended_at
    FROM part
)

SELECT
    'zendesk_talk' AS source_system,
    source_instance,
    leg_id,
    group_id AS contact_id,
    parent_leg_id,
    kind,
    direction,
    'phone' AS channel,
    queue AS queue_key,
    CAST(CASE WHEN list_contains(getvariable('told_tier_two'), queue) THEN 2 ELSE 1 END AS TINYINT) AS tier,
    CASE WHEN is_done THEN agent END AS agent_key,
    entered_at,
    answered_at,
    ended_at,
    CASE WHEN is_done THEN ended_at + to_seconds(acw_s) END AS acw_end_at,
    ivr_s,
    wait_s,
    talked_s AS talk_s,
    held_s AS hold_s,
    CASE WHEN is_done THEN consult_s END AS consult_s,
    acw_s,
    false AS talk_includes_hold,
    talked_s + held_s + acw_s AS handle_s,
    CASE WHEN talked_s + held_s + acw_s IS NULL THEN 'unknown' WHEN is_further OR hands_on THEN 'derived' ELSE 'measured' END
        AS handle_quality,
    outcome,
    is_offered AS offered,
    CASE WHEN is_by_customer THEN 'customer' ELSE 'unknown' END AS end_party,
    CASE WHEN outcome = 'overflowed_out' THEN 'outside' END AS transfer_to,
    false AS is_escalation,
    customer_key,
    'UTC' AS source_tz,
    false AS tz_assumed,
    updated_at AS source_updated_at,
    content AS row_hash,
    file_id,
    row_no,
    concat_ws('|',
        CASE WHEN hands_on THEN 'transferred' END,
        CASE WHEN has_missed THEN 'ring_no_answer' END,
        CASE WHEN kind = 'callback' THEN 'request_not_told' END,
        CASE WHEN is_done AND NOT is_further AND hold_s > 0 THEN 'hold_beside_talk' END,
        CASE WHEN is_by_duration THEN 'talk_by_duration' END,
        CASE WHEN is_further THEN 'acw_with_the_call' END
    ) AS flags
FROM timed
