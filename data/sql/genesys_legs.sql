-- A leg a stay in a queue; one for each agent who had the contact without such a stay (or after the first of it); one for a
-- conversation that ended in the menu. Whose metrics are missing from a session that is over, they are 0.
INSERT INTO staged_leg BY NAME
WITH genesys_session AS MATERIALIZED (
    SELECT
        * EXCLUDE (one, fact),
        one.*,
        fact.direction AS began, fact.from_us AS began_us, fact.until_us AS over_us,
        bool_or(one.is_callback) OVER (PARTITION BY source_instance, record_id, one.party) AS calls_back
    FROM (
        SELECT *, unnest(fact.sessions) AS one
        FROM (
            SELECT * EXCLUDE (facts), from_json(facts, '{
                "direction": "VARCHAR", "from_us": "BIGINT", "until_us": "BIGINT", "sessions": [{
                    "party": "INTEGER", "purpose": "VARCHAR", "place": "INTEGER", "id": "VARCHAR", "is_callback": "BOOLEAN",
                    "channel": "VARCHAR", "queue": "VARCHAR", "is_ignored": "BOOLEAN", "agent": "VARCHAR", "topic": "VARCHAR",
                    "from_us": "BIGINT", "until_us": "BIGINT", "talk_from_us": "BIGINT", "talk_until_us": "BIGINT",
                    "ended_by": "VARCHAR", "offered": "BIGINT", "not_responding": "BOOLEAN", "acd_s": "DOUBLE",
                    "abandon_s": "DOUBLE", "flow_out_s": "DOUBLE", "ivr_s": "DOUBLE", "alert_s": "DOUBLE",
                    "answered_s": "DOUBLE", "talk_s": "DOUBLE", "held_s": "DOUBLE", "acw_s": "DOUBLE"
                }]
            }') AS fact
            FROM told_newest
        )
    )
    WHERE one.channel IS NOT NULL
),

genesys_stay AS MATERIALIZED (
    SELECT
        *,
        coalesce(talk_from_us, from_us, began_us) AS entered_us,
        row_number() OVER in_order AS stay,
        lead(is_callback) OVER in_order AS is_next_callback
    FROM genesys_session
    WHERE purpose = 'acd' AND NOT is_ignored AND queue IS NOT NULL
    WINDOW in_order AS (PARTITION BY source_instance, record_id ORDER BY coalesce(talk_from_us, from_us, began_us), place)
),

-- Who had the contact: an agent's session that was answered. Of who calls back the session of the request and that of the call
-- are one, and either may tell how long it took.
genesys_answer AS MATERIALIZED (
    WITH answered AS (
        SELECT
            source_instance, record_id, party,
            arg_min(id, (NOT is_callback, place)) AS id,
            min(place) AS place,
            any_value(agent) AS agent,
            bool_or(calls_back) AS is_callback,
            arg_min(queue, (NOT is_callback, place)) AS queue,
            arg_min(channel, (NOT is_callback, place)) AS channel,
            arg_max(topic, place) FILTER (topic IS NOT NULL) AS topic,
            coalesce(min(from_us), any_value(began_us)) AS from_us,
            CASE WHEN bool_and(until_us IS NOT NULL) THEN max(until_us) END AS until_us,
            coalesce(min(talk_from_us) FILTER (NOT is_callback), min(talk_from_us)) AS talk_from_us,
            coalesce(max(talk_until_us) FILTER (NOT is_callback), max(talk_until_us)) AS talk_until_us,
            arg_max(ended_by, place) AS ended_by,
            coalesce(sum(answered_s) FILTER (is_callback), sum(answered_s)) AS answered_s,
            coalesce(sum(talk_s) FILTER (is_callback), sum(talk_s)) AS talk_s,
            coalesce(sum(held_s) FILTER (is_callback), sum(held_s)) AS held_s,
            coalesce(sum(acw_s) FILTER (is_callback), sum(acw_s)) AS acw_s,
            sum(alert_s) AS alert_s,
            any_value(began) AS began,
            bool_and(is_ignored) AS is_ignored
        FROM genesys_session
        WHERE purpose IN ('agent', 'user')
        GROUP BY source_instance, record_id, party, CASE WHEN calls_back THEN '' ELSE id END
        HAVING coalesce(answered_s, 0) > 0 OR coalesce(talk_s, 0) > 0 OR answered_s IS NOT NULL
            OR (began = 'out' AND NOT bool_or(not_responding))
    ),

    -- Each belongs to the latest stay that began before it, of its own queue above any other.
    placed AS (
        SELECT
            answered.*,
            stay.stay,
            row_number() OVER (
                PARTITION BY answered.source_instance, answered.record_id, answered.id
                ORDER BY stay.queue = answered.queue DESC NULLS LAST, stay.entered_us DESC, stay.stay DESC
            ) AS choice
        FROM answered
        LEFT JOIN genesys_stay AS stay
            ON stay.source_instance = answered.source_instance AND stay.record_id = answered.record_id
                AND stay.abandon_s IS NULL AND stay.is_callback = answered.is_callback
                AND stay.entered_us <= coalesce(answered.talk_from_us, answered.from_us)
    )

    SELECT
        * EXCLUDE (choice),
        row_number() OVER (
            PARTITION BY source_instance, record_id, stay ORDER BY coalesce(talk_from_us, from_us), place
        ) = 1 AND stay IS NOT NULL AS is_of_stay
    FROM placed
    WHERE choice = 1
),

genesys_conversation AS MATERIALIZED (
    SELECT
        source_instance, record_id,
        any_value(began) AS began, any_value(began_us) AS began_us, any_value(over_us) AS over_us,
        any_value(customer_key) AS customer_key, any_value(updated_at) AS updated_at, any_value(content) AS content,
        any_value(file_id) AS file_id, any_value(row_no) AS row_no,
        sum(ivr_s) FILTER (purpose = 'ivr') AS ivr_s,
        max(from_us) FILTER (purpose = 'voicemail') AS voicemail_us,
        arg_min(queue, place) FILTER (queue IS NOT NULL AND NOT is_ignored) AS queue,
        arg_min(channel, place) AS channel,
        bool_or(not_responding) AS has_not_responded
    FROM genesys_session
    GROUP BY source_instance, record_id
),

part AS (
    SELECT
        source_instance, record_id, stay.id AS leg_id, stay.place, stay.queue, stay.channel, stay.is_callback,
        stay.is_next_callback, true AS is_stay, stay.entered_us, stay.until_us AS left_us, stay.acd_s, stay.abandon_s,
        stay.flow_out_s, stay.offered AS offered_told, stay.ended_by AS left_by,
        answer.id IS NOT NULL AS is_answered, answer.agent, answer.topic, answer.talk_from_us, answer.talk_until_us,
        answer.until_us, answer.ended_by, answer.talk_s, answer.held_s, answer.acw_s, answer.alert_s,
        answer.answered_s IS NOT NULL OR answer.talk_s > 0 AS is_reached
    FROM genesys_stay AS stay
    LEFT JOIN (FROM genesys_answer WHERE is_of_stay) AS answer USING (source_instance, record_id, stay)
    UNION ALL
    SELECT
        source_instance, record_id, id, place, queue, channel, is_callback, NULL, false,
        coalesce(from_us, talk_from_us), until_us, NULL, NULL, NULL, NULL, ended_by, true, agent, topic, talk_from_us,
        talk_until_us, until_us, ended_by, talk_s, held_s, acw_s, alert_s, answered_s IS NOT NULL OR talk_s > 0
    FROM genesys_answer
    WHERE NOT is_of_stay AND NOT is_ignored
    UNION ALL
    SELECT
        source_instance, record_id, record_id, 0, queue, channel, false, NULL, false, began_us, over_us, NULL, NULL, NULL,
        NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false
    FROM genesys_conversation AS whole
    WHERE NOT EXISTS (
        FROM genesys_answer AS answer
        WHERE answer.source_instance = whole.source_instance AND answer.record_id = whole.record_id
            AND (answer.is_of_stay OR NOT answer.is_ignored)
    ) AND NOT EXISTS (
        FROM genesys_session AS one
        WHERE one.source_instance = whole.source_instance AND one.record_id = whole.record_id AND one.purpose = 'acd'
    )
),

sorted AS (
    SELECT
        part.* EXCLUDE (queue, channel),
        coalesce(part.queue, whole.queue) AS queue_then,
        coalesce(part.channel, whole.channel) AS channel_then,
        whole.* EXCLUDE (source_instance, record_id, queue, channel),
        lag(leg_id) OVER in_order AS leg_before,
        coalesce(lag(is_answered) OVER in_order, false) AS was_answered,
        lead(queue_then) OVER in_order AS queue_next,
        lead(leg_id) OVER in_order IS NOT NULL AS goes_on,
        row_number() OVER in_order AS number
    FROM part
    JOIN genesys_conversation AS whole USING (source_instance, record_id)
    WINDOW in_order AS (PARTITION BY source_instance, record_id ORDER BY entered_us, place)
),

kept AS (
    SELECT
        *,
        CASE
            WHEN began = 'out' AND NOT is_stay THEN 'outbound'
            WHEN is_callback THEN 'callback'
            WHEN is_stay AND was_answered THEN 'transfer'
            WHEN is_stay THEN 'queue'
            WHEN is_answered THEN 'direct'
            ELSE 'ivr_only'
        END AS kind,
        CASE
            WHEN is_answered AND is_reached THEN 'answered'
            WHEN kind IN ('outbound', 'callback') THEN CASE WHEN left_us IS NULL AND over_us IS NULL THEN 'open' ELSE 'failed' END
            WHEN kind = 'ivr_only' THEN CASE WHEN over_us IS NULL THEN 'open' ELSE 'ivr_exit' END
            WHEN abandon_s IS NOT NULL THEN 'abandoned'
            WHEN is_next_callback THEN 'callback_requested'
            WHEN voicemail_us >= entered_us THEN 'voicemail'
            WHEN left_us IS NULL AND over_us IS NULL THEN 'open'
            WHEN goes_on OR flow_out_s IS NOT NULL OR starts_with(left_by, 'transfer') THEN 'overflowed_out'
            WHEN left_by IN ('peer', 'client', 'endpoint') THEN 'abandoned'
            ELSE 'failed'
        END AS outcome,
        outcome = 'answered' AS is_done
    FROM sorted
    WHERE queue_then IS NOT NULL
),

timed AS (
    SELECT
        *,
        make_timestamptz(entered_us) AS entered_at,
        -- Metrics that a session which is over does not tell are 0.
        CASE WHEN is_done THEN coalesce(talk_s, CASE WHEN until_us IS NOT NULL THEN 0 END) END AS talked_s,
        CASE WHEN is_done THEN coalesce(held_s, CASE WHEN until_us IS NOT NULL THEN 0 END) END AS on_hold_s,
        CASE WHEN is_done THEN coalesce(acw_s, CASE WHEN until_us IS NOT NULL THEN 0 END) END AS after_s,
        CASE WHEN is_done THEN greatest(make_timestamptz(coalesce(talk_from_us, left_us)), entered_at) END AS taken_at,
        make_timestamptz(CASE WHEN is_done THEN talk_until_us ELSE coalesce(left_us, over_us) END) AS over_at,
        -- What has not ended has no end: greatest() passes over NULL.
        CASE WHEN over_at IS NOT NULL THEN greatest(over_at, entered_at, taken_at) END AS ended_at,
        -- A mail is answered when its reply is out, which is when the person is done with it.
        CASE WHEN channel_then = 'mail' THEN CASE WHEN is_done THEN ended_at END ELSE taken_at END AS answered_at,
        talked_s + on_hold_s + after_s AS worked_s,
        CASE
            WHEN is_done AND channel_then = 'mail' THEN epoch(answered_at - entered_at)
            WHEN is_stay AND is_done THEN coalesce(acd_s, epoch(answered_at - entered_at))
            WHEN is_stay AND outcome = 'abandoned' THEN coalesce(abandon_s, acd_s, epoch(ended_at - entered_at))
            WHEN is_stay THEN coalesce(acd_s, flow_out_s, epoch(ended_at - entered_at))
            WHEN is_done AND kind = 'direct' THEN epoch(answered_at - entered_at)
        END AS waited_s
    FROM kept
)

SELECT
    'genesys' AS source_system,
    source_instance,
    leg_id,
    record_id AS contact_id,
    CASE WHEN kind IN ('transfer', 'callback', 'direct') THEN leg_before END AS parent_leg_id,
    kind,
    CASE WHEN kind = 'outbound' THEN 'out' ELSE 'in' END AS direction,
    channel_then AS channel,
    queue_then AS queue_key,
    CAST(CASE WHEN list_contains(getvariable('told_tier_two'), queue_then) THEN 2 ELSE 1 END AS TINYINT) AS tier,
    CASE WHEN is_done THEN agent END AS agent_key,
    entered_at,
    answered_at,
    ended_at,
    CASE WHEN is_done THEN ended_at + to_microseconds(CAST(round(after_s * 1e6) AS BIGINT)) END AS acw_end_at,
    CASE WHEN number = 1 THEN ivr_s END AS ivr_s,
    CASE WHEN channel_then <> 'phone' OR waited_s <= 86400 THEN waited_s END AS wait_s,
    CASE WHEN is_done THEN alert_s END AS ring_s,
    talked_s AS talk_s,
    on_hold_s AS hold_s,
    after_s AS acw_s,
    false AS talk_includes_hold,
    worked_s AS handle_s,
    CASE WHEN worked_s IS NULL THEN 'unknown' ELSE 'measured' END AS handle_quality,
    outcome,
    CASE kind WHEN 'queue' THEN coalesce(offered_told, 1) > 0 WHEN 'transfer' THEN coalesce(offered_told, 1) > 0
        WHEN 'direct' THEN number = 1 ELSE false END AS offered,
    CASE
        WHEN is_done AND (ended_by IN ('client', 'endpoint') OR starts_with(ended_by, 'transfer')) THEN 'agent'
        WHEN is_done AND ended_by = 'peer' THEN 'customer'
        WHEN outcome = 'abandoned' THEN 'customer'
        WHEN coalesce(ended_by, left_by) IN ('system', 'timeout', 'error') THEN 'system'
        ELSE 'unknown'
    END AS end_party,
    CASE
        WHEN outcome IN ('answered', 'overflowed_out')
            THEN coalesce(queue_next, CASE WHEN starts_with(ended_by, 'transfer') THEN 'outside' END)
    END AS transfer_to,
    coalesce(
        outcome IN ('answered', 'overflowed_out') AND NOT list_contains(getvariable('told_tier_two'), queue_then)
            AND list_contains(getvariable('told_tier_two'), queue_next),
        false
    ) AS is_escalation,
    topic,
    customer_key,
    'UTC' AS source_tz,
    false AS tz_assumed,
    updated_at AS source_updated_at,
    content AS row_hash,
    file_id,
    row_no,
    concat_ws('|',
        CASE WHEN make_timestamptz(talk_from_us) < entered_at THEN 'clock_skew' END,
        CASE WHEN outcome = 'abandoned' AND abandon_s IS NULL THEN 'abandon_not_told' END,
        CASE WHEN kind IN ('queue', 'transfer') AND offered_told IS NULL THEN 'offered_not_told' END,
        CASE WHEN is_done AND (goes_on OR starts_with(ended_by, 'transfer')) THEN 'transferred' END,
        CASE WHEN is_stay AND has_not_responded THEN 'ring_no_answer' END
    ) AS flags
FROM timed
