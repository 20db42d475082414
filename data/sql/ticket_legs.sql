-- The legs of the tickets of any system ($system), from ticket_newest, ticket_version and ticket_cycle, which its own SQL makes.
-- A leg a cycle, in the queue and with the person that the ticket had when the reply was written, as far as versions tell.
-- A ticket whose customer's waiting no event tells waits from its beginning until the reply that its metrics tell.
INSERT INTO staged_leg BY NAME
WITH waiting AS (
    SELECT
        newest.*,
        coalesce(cycle.instance_id, 1) AS instance_id,
        coalesce(cycle.place, 1) AS place,
        cycle.agent_key AS answering_agent_key,
        cycle.activated_at IS NULL AS has_no_beginning,
        coalesce(cycle.is_by_last_message, false) AS is_by_last_message,
        coalesce(cycle.activated_at, newest.created_at) AS entered_at,
        cycle.fulfilled_at,
        newest.created_at + to_microseconds(CAST(round(newest.reply_s * 1e6) AS BIGINT)) AS first_replied_at
    FROM ticket_newest AS newest
    LEFT JOIN ticket_cycle AS cycle USING (source_instance, ticket_id)
),

replied AS (
    SELECT
        *,
        fulfilled_at < entered_at AS is_skewed,
        fulfilled_at IS NULL AND place = 1 AND first_replied_at >= entered_at AS is_by_metrics,
        CASE
            WHEN fulfilled_at IS NOT NULL THEN greatest(fulfilled_at, entered_at)
            WHEN is_by_metrics THEN first_replied_at
        END AS reply_at,
        reply_at IS NULL AND state = 'done' AS is_without_reply,
        coalesce(reply_at, CASE WHEN is_without_reply AND solved_at >= entered_at THEN solved_at END) AS answered_at
    FROM waiting
),

placed AS (
    SELECT
        replied.*,
        (reply_at IS NOT NULL OR is_without_reply) AS is_answered,
        version.channel AS channel_then,
        version.queue_key AS queue_then,
        version.tier AS tier_then,
        coalesce(replied.answering_agent_key, version.agent_key) AS agent_then,
        version.tier = 2 AND (version.came_from_tier_one OR (version.is_first AND group_stations > 1)) AS was_handed_on,
        version.tier = 2 AND NOT version.came_from_tier_one AS is_handed_on_by_count
    FROM (SELECT *, least(coalesce(answered_at, updated_at), updated_at) AS seen_at FROM replied) AS replied
    ASOF JOIN (FROM ticket_version WHERE state <> 'deleted') AS version
        ON version.source_instance = replied.source_instance AND version.ticket_id = replied.ticket_id
        AND version.updated_at >= replied.seen_at
),

counted AS (
    SELECT
        *,
        count(*) FILTER (is_answered) OVER (PARTITION BY source_instance, ticket_id) AS answers,
        was_handed_on AND row_number() OVER (
            PARTITION BY source_instance, ticket_id, was_handed_on ORDER BY entered_at, instance_id
        ) = 1 AS is_escalation
    FROM placed
),

-- What the customer was told last while that reply was awaited, or of an export of last states, at the ticket's end.
told AS (
    SELECT
        stretch.source_instance, stretch.ticket_id, stretch.instance_id,
        max_by(version.promised_at, version.updated_at) FILTER (version.promised_at IS NOT NULL) AS promised_at,
        max_by(version.next_status_at, version.updated_at) FILTER (version.next_status_at IS NOT NULL) AS next_status_at
    FROM (
        SELECT
            source_instance, ticket_id, instance_id, entered_at,
            lead(entered_at, 1, TIMESTAMPTZ '2200-01-01 00:00:00+00') OVER (
                PARTITION BY source_instance, ticket_id ORDER BY entered_at, instance_id
            ) AS until_at
        FROM waiting
    ) AS stretch
    JOIN (FROM ticket_version WHERE promised_at IS NOT NULL OR next_status_at IS NOT NULL) AS version
        ON version.source_instance = stretch.source_instance AND version.ticket_id = stretch.ticket_id
        AND version.updated_at >= stretch.entered_at AND version.updated_at < stretch.until_at
    GROUP BY ALL
)

SELECT
    $system AS source_system,
    source_instance,
    ticket_id || '/' || instance_id AS leg_id,
    CAST(ticket_id AS TEXT) AS contact_id,
    CASE
        WHEN place > 1 THEN 'reply_cycle'
        WHEN direction = 'out' THEN 'outbound'
        WHEN is_voice THEN 'voicemail'
        ELSE 'queue'
    END AS kind,
    CASE WHEN place > 1 THEN 'in' ELSE direction END AS direction,
    channel_then AS channel,
    queue_then AS queue_key,
    tier_then AS tier,
    CASE WHEN is_answered THEN agent_then END AS agent_key,
    entered_at,
    answered_at,
    CASE WHEN is_without_reply THEN answered_at END AS ended_at,
    CASE
        WHEN NOT is_skewed IS TRUE AND (channel_then <> 'phone' OR epoch(answered_at - entered_at) <= 86400)
            THEN epoch(answered_at - entered_at)
    END AS wait_s,
    false AS talk_includes_hold,
    CASE WHEN is_answered THEN worked_s / answers END AS handle_s,
    CASE
        WHEN worked_s IS NULL OR NOT is_answered THEN 'unknown' WHEN answers > 1 THEN 'derived' ELSE 'measured'
    END AS handle_quality,
    CASE
        WHEN state = 'spam' THEN 'spam'
        WHEN state = 'merged' THEN 'cancelled'
        WHEN is_answered THEN 'answered'
        ELSE 'open'
    END AS outcome,
    place = 1 AND direction = 'in' AND NOT is_voice AND state NOT IN ('spam', 'merged') AS offered,
    CASE WHEN is_answered THEN 'agent' ELSE 'unknown' END AS end_party,
    is_escalation,
    topic,
    priority,
    customer_key,
    told.promised_at,
    told.next_status_at,
    'UTC' AS source_tz,
    false AS tz_assumed,
    updated_at AS source_updated_at,
    content AS row_hash,
    file_id,
    row_no,
    concat_ws('|',
        CASE WHEN has_no_beginning THEN 'arrival_from_ticket' END,
        CASE WHEN is_by_last_message THEN 'arrival_from_last_message' END,
        CASE WHEN is_by_metrics AND in_minutes THEN 'whole_minutes' END,
        CASE WHEN is_without_reply THEN 'closed_without_reply' END,
        CASE WHEN is_skewed THEN 'clock_skew' END,
        CASE WHEN place = 1 AND instance_id > 1 THEN 'earlier_cycles_missing' END,
        CASE WHEN is_escalation AND is_handed_on_by_count THEN 'escalation_by_count' END,
        CASE WHEN is_answered AND worked_s IS NOT NULL AND answers > 1 THEN 'handle_shared' END
    ) AS flags
FROM counted
LEFT JOIN told USING (source_instance, ticket_id, instance_id)
