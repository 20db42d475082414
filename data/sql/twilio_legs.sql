-- A leg a stay of a task in a queue. Events of a task stand in the order of their moments; of one second, in the order in which
-- such things happen. What comes before the next stay belongs to the one before it.
INSERT INTO staged_leg BY NAME
WITH twilio_event AS MATERIALIZED (
    WITH told AS (
        SELECT
            told_newest.* EXCLUDE (facts),
            unnest(from_json(facts, '{
                "event": "VARCHAR", "at_us": "BIGINT", "place": "INTEGER", "queue": "VARCHAR", "channel": "VARCHAR",
                "agent": "VARCHAR", "reservation": "VARCHAR", "in_queue_s": "DOUBLE", "topic": "VARCHAR",
                "is_hangup": "BOOLEAN", "is_reason_told": "BOOLEAN",
                "has_queue": "BOOLEAN"
            }'))
        FROM told_newest
    )

    SELECT
        *,
        make_timestamptz(at_us) AS happened_at,
        -- A task whose way into its queue was not told is in it from the beginning.
        sum(CASE WHEN event = 'task-queue.entered' THEN 1 ELSE 0 END) OVER in_order AS stay,
        first_value(customer_key IGNORE NULLS) OVER of_task AS customer,
        first_value(channel IGNORE NULLS) OVER of_task AS channel_told
    FROM told
    WHERE event IS NOT NULL
    WINDOW
        in_order AS (
            PARTITION BY source_instance, group_id ORDER BY at_us // 1000000, place, at_us, record_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ),
        of_task AS (
            PARTITION BY source_instance, group_id ORDER BY at_us // 1000000, place, at_us, record_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
),

taken AS (
    SELECT
        source_instance, group_id, stay, arg_min(reservation, at_us) AS reservation, arg_min(agent, at_us) AS agent,
        min(happened_at) AS accepted_at, arg_min(in_queue_s, at_us) AS in_queue_s
    FROM twilio_event
    WHERE event = 'reservation.accepted'
    GROUP BY source_instance, group_id, stay
),

stay_told AS (
    SELECT
        source_instance, group_id, stay,
        count(*) FILTER (event = 'task-queue.entered') > 0 AS is_entered,
        -- A task that was made, and of which nothing names a queue or a person, never got as far as one.
        coalesce(bool_or(event = 'task.created') AND NOT bool_or(coalesce(has_queue, true) OR reservation IS NOT NULL), false)
            AS is_before_queue,
        coalesce(min(happened_at) FILTER (event = 'task-queue.entered'), min(happened_at) FILTER (event = 'task.created'), min(happened_at)) AS entered_at,
        arg_min(queue, (event <> 'task-queue.entered', at_us)) FILTER (queue IS NOT NULL) AS queue,
        any_value(channel_told) AS channel,
        any_value(customer) AS customer_key,
        arg_max(topic, at_us) FILTER (topic IS NOT NULL) AS topic,
        min(happened_at) FILTER (event = 'task.canceled' OR event = 'task.deleted') AS cancelled_at,
        bool_or(is_hangup) FILTER (event = 'task.canceled') AS is_hangup,
        bool_or(is_reason_told) FILTER (event = 'task.canceled') AS is_reason_told,
        count(*) FILTER (event IN ('reservation.rejected', 'reservation.timeout')) > 0 AS has_missed,
        count(*) FILTER (starts_with(event, 'task.transfer')) > 0 AS is_transferred,
        max(happened_at) FILTER (event = 'task.completed') AS task_done_at,
        max(updated_at) AS updated_at,
        md5_number_lower(string_agg(CAST(content AS TEXT), '|' ORDER BY record_id)) AS content,
        arg_min(file_id, (at_us, record_id)) AS file_id,
        arg_min(row_no, (at_us, record_id)) AS row_no
    FROM twilio_event
    GROUP BY source_instance, group_id, stay
),

reserved AS (
    SELECT
        source_instance, group_id, reservation,
        min(happened_at) FILTER (event = 'reservation.wrapup') AS wrapup_at,
        max(happened_at) FILTER (event = 'reservation.completed') AS done_at
    FROM twilio_event
    WHERE reservation IS NOT NULL
    GROUP BY source_instance, group_id, reservation
),

served AS (
    SELECT
        stay_told.*, taken.agent, taken.accepted_at, taken.in_queue_s, reserved.wrapup_at, reserved.done_at,
        lead(stay_told.queue) OVER in_order AS queue_next,
        lead(stay_told.entered_at) OVER in_order AS next_at,
        lag(taken.accepted_at) OVER in_order IS NOT NULL AS was_taken,
        lag(stay_told.stay) OVER in_order AS stay_before
    FROM (FROM stay_told QUALIFY stay > 0 OR max(stay) OVER (PARTITION BY source_instance, group_id) = 0) AS stay_told
    LEFT JOIN taken USING (source_instance, group_id, stay)
    LEFT JOIN reserved USING (source_instance, group_id, reservation)
    WINDOW in_order AS (PARTITION BY stay_told.source_instance, stay_told.group_id ORDER BY stay_told.stay)
),

judged AS (
    SELECT
        *,
        CASE
            WHEN accepted_at IS NOT NULL THEN 'answered'
            WHEN is_before_queue THEN CASE WHEN coalesce(cancelled_at, task_done_at) IS NULL THEN 'open' ELSE 'ivr_exit' END
            WHEN next_at IS NOT NULL THEN 'overflowed_out'
            WHEN cancelled_at IS NOT NULL AND (is_hangup OR NOT is_reason_told) THEN 'abandoned'
            WHEN cancelled_at IS NOT NULL OR task_done_at IS NOT NULL THEN 'failed'
            ELSE 'open'
        END AS outcome,
        outcome = 'answered' AS is_done,
        CASE WHEN is_done THEN greatest(accepted_at, entered_at) END AS answered_at,
        CASE
            WHEN is_done THEN greatest(coalesce(wrapup_at, done_at, next_at, task_done_at), accepted_at, entered_at)
            ELSE greatest(coalesce(next_at, cancelled_at, task_done_at), entered_at)
        END AS ended_at_told,
        -- What has not ended has no end: greatest() passes over NULL.
        CASE
            WHEN coalesce(next_at, task_done_at, CASE WHEN is_done THEN coalesce(wrapup_at, done_at) ELSE cancelled_at END) IS NOT NULL
                THEN ended_at_told
        END AS ended_at
    FROM served
),

measured AS (
    SELECT
        *,
        CASE WHEN is_done THEN epoch(ended_at - answered_at) END AS talk_s,
        -- Without a moment of wrap-up nobody worked on it after the talk.
        CASE WHEN is_done AND done_at IS NOT NULL THEN epoch(greatest(done_at, ended_at) - ended_at) END AS acw_s,
        coalesce(CASE WHEN is_done THEN in_queue_s END,
            CASE WHEN NOT is_before_queue THEN epoch(coalesce(answered_at, ended_at) - entered_at) END) AS wait_s
    FROM judged
    WHERE queue IS NOT NULL
)

SELECT
    'twilio' AS source_system,
    source_instance,
    group_id || '/' || stay AS leg_id,
    group_id AS contact_id,
    group_id || '/' || stay_before AS parent_leg_id,
    CASE WHEN is_before_queue THEN 'ivr_only' WHEN was_taken THEN 'transfer' ELSE 'queue' END AS kind,
    'in' AS direction,
    coalesce(channel, 'phone') AS channel,
    queue AS queue_key,
    CAST(CASE WHEN list_contains(getvariable('told_tier_two'), queue) THEN 2 ELSE 1 END AS TINYINT) AS tier,
    CASE WHEN is_done THEN agent END AS agent_key,
    entered_at,
    answered_at,
    ended_at,
    CASE WHEN is_done THEN greatest(done_at, ended_at) END AS acw_end_at,
    CASE WHEN coalesce(channel, 'phone') <> 'phone' OR wait_s <= 86400 THEN wait_s END AS wait_s,
    talk_s,
    acw_s,
    true AS talk_includes_hold,
    talk_s + acw_s AS handle_s,
    CASE WHEN talk_s + acw_s IS NULL THEN 'unknown' ELSE 'derived' END AS handle_quality,
    outcome,
    NOT is_before_queue AS offered,
    CASE WHEN outcome = 'abandoned' THEN 'customer' ELSE 'unknown' END AS end_party,
    CASE WHEN outcome IN ('answered', 'overflowed_out') THEN queue_next END AS transfer_to,
    coalesce(
        outcome IN ('answered', 'overflowed_out') AND NOT list_contains(getvariable('told_tier_two'), queue)
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
        CASE WHEN NOT is_entered AND NOT is_before_queue THEN 'entry_not_told' END,
        CASE WHEN channel IS NULL THEN 'channel_not_told' END,
        CASE WHEN outcome = 'abandoned' AND NOT is_hangup THEN 'end_not_told' END,
        CASE WHEN is_done AND accepted_at < entered_at THEN 'clock_skew' END,
        CASE WHEN is_done AND (next_at IS NOT NULL OR is_transferred) THEN 'transferred' END,
        CASE WHEN is_done AND wrapup_at IS NULL THEN 'no_acw' END,
        CASE WHEN has_missed THEN 'ring_no_answer' END
    ) AS flags
FROM measured
