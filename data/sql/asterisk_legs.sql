-- Legs of asterisk_leg as the log holds them, and of calls that no queue let in.
CREATE OR REPLACE TEMP VIEW asterisk_outcome AS
SELECT
    leg.* EXCLUDE (talk_s),
    coalesce(next_queue <> leg.queue, false) AS goes_elsewhere,
    end_event IN ('BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER') AS is_passed_on,
    connect_s IS NOT NULL
        OR coalesce(end_event IN (
            'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER'
        ), false) AS is_answered,
    key_meaning.outcome AS key_outcome,
    CASE
        WHEN is_answered THEN 'answered'
        WHEN end_event = 'ABANDON' THEN 'abandoned'
        WHEN end_event = 'EXITWITHKEY' THEN coalesce(key_outcome, 'overflowed_out')
        WHEN end_event IN ('EXITWITHTIMEOUT', 'EXITEMPTY')
            THEN CASE WHEN goes_elsewhere THEN 'overflowed_out' ELSE 'timeout' END
        WHEN next_s IS NOT NULL THEN 'overflowed_out'
        WHEN restart_s IS NOT NULL THEN 'failed'
        ELSE 'open'
    END AS outcome,
    coalesce(leg.end_s, next_s, restart_s) AS left_s,
    CASE WHEN is_answered
        THEN least(
            greatest(coalesce(connect_s, leg.end_s - leg.talk_s, entered_s + end_wait_s, leg.end_s), entered_s), leg.end_s
        )
    END AS answered_s,
    CASE
        WHEN is_answered THEN coalesce(connect_wait_s, end_wait_s, answered_s - entered_s)
        ELSE coalesce(end_wait_s, left_s - entered_s)
    END AS wait_s,
    CASE WHEN is_answered THEN coalesce(leg.talk_s, left_s - answered_s) END AS talk_s,
    CASE
        WHEN NOT is_answered OR end_event IS NULL THEN NULL
        WHEN after.found THEN after.until_s - after.from_s
        ELSE coalesce(
            getvariable('asterisk_wrapup_s'), CASE WHEN getvariable('asterisk_acw_reason') <> '' THEN 0 END
        )
    END AS acw_s,
    CASE WHEN after.found THEN after.until_s ELSE leg.end_s + acw_s END AS acw_end_s,
    coalesce(target.queue_key, leg.next_queue_key, CASE
        WHEN contains(leg.detail, '#') THEN 'outside' ELSE leg.detail
    END) AS target_of_transfer
FROM asterisk_leg AS leg
LEFT JOIN asterisk_key AS key_meaning ON end_event = 'EXITWITHKEY' AND key_meaning.key = leg.detail
LEFT JOIN asterisk_queue_word AS target ON end_event IN ('BLINDTRANSFER', 'TRANSFER') AND target.queue = leg.detail
LEFT JOIN asterisk_after AS after ON after.agent = leg.agent AND after.end_s = leg.end_s;

INSERT INTO staged_leg BY NAME
SELECT
    'asterisk_queue_log' AS source_system,
    getvariable('asterisk_instance') AS source_instance,
    call_id || '#' || leg_no AS leg_id,
    getvariable('asterisk_prefix') || call_id AS contact_id,
    CASE WHEN leg_no > 1 THEN call_id || '#' || (leg_no - 1) END AS parent_leg_id,
    'queue' AS kind,
    'in' AS direction,
    coalesce(desk_queue.channel, 'phone') AS channel,
    told.queue_key,
    desk_queue.tier,
    CASE WHEN is_answered THEN coalesce(person.name, told.agent) END AS agent_key,
    to_timestamp(entered_s) AS entered_at,
    to_timestamp(answered_s) AS answered_at,
    CASE WHEN left_s IS NOT NULL THEN to_timestamp(greatest(left_s, entered_s)) END AS ended_at,
    to_timestamp(acw_end_s) AS acw_end_at,
    CASE WHEN wait_s BETWEEN 0 AND 86400 THEN wait_s END AS wait_s,
    ring_s,
    CASE WHEN talk_s BETWEEN 0 AND 86400 THEN talk_s END AS talk_s,
    CASE WHEN acw_s BETWEEN 0 AND 86400 THEN acw_s END AS acw_s,
    true AS talk_includes_hold,
    CASE WHEN talk_s + acw_s BETWEEN 0 AND 86400 THEN talk_s + acw_s END AS handle_s,
    CASE WHEN talk_s + acw_s BETWEEN 0 AND 86400 THEN 'derived' ELSE 'unknown' END AS handle_quality,
    told.outcome,
    true AS offered,
    CASE
        WHEN end_event IN ('COMPLETECALLER', 'ABANDON', 'EXITWITHKEY') THEN 'customer'
        WHEN end_event = 'COMPLETEAGENT' OR is_passed_on THEN 'agent'
        WHEN end_event IS NOT NULL OR restart_s IS NOT NULL THEN 'system'
        ELSE 'unknown'
    END AS end_party,
    CASE WHEN is_passed_on THEN target_of_transfer WHEN goes_elsewhere THEN next_queue_key END AS transfer_to,
    coalesce(desk_queue.tier = 1 AND next_desk_queue.tier = 2, false) AS is_escalation,
    customer_key,
    told_topic.topic,
    told_segment.customer_segment,
    import_file.source_tz,
    told.tz_assumed,
    told.file_id,
    told.row_no,
    concat_ws('|',
        CASE WHEN end_event IS NULL AND left_s IS NULL THEN 'open_at_eof' END,
        CASE WHEN restart_s IS NOT NULL THEN 'closed_by_restart' END,
        CASE WHEN end_event IS NULL AND next_s IS NOT NULL THEN 'end_not_told' END,
        CASE WHEN end_event = 'EXITEMPTY' THEN 'exit_empty' END,
        CASE WHEN end_event = 'EXITWITHKEY' AND key_outcome IS NULL THEN 'key_not_mapped' END,
        CASE WHEN is_passed_on THEN 'transferred' END,
        CASE WHEN is_answered AND acw_s IS NULL THEN 'no_acw' END,
        CASE WHEN marks & 1 > 0 THEN 'ring_no_answer' END,
        CASE WHEN marks & 2 > 0 THEN 'ring_canceled' END,
        CASE WHEN marks & 4 > 0 THEN 'sys_compat' END,
        CASE WHEN marks & 8 > 0 THEN 'agent_dump' END,
        CASE WHEN marks & 16 > 0 THEN 'time_came_twice' END
    ) AS flags
FROM asterisk_outcome AS told
JOIN import_file USING (file_id)
LEFT JOIN asterisk_desk_queue AS desk_queue ON desk_queue.queue_key = told.queue_key
LEFT JOIN asterisk_desk_queue AS next_desk_queue
    ON next_desk_queue.queue_key
        = CASE WHEN is_passed_on THEN target_of_transfer WHEN goes_elsewhere THEN next_queue_key END
LEFT JOIN asterisk_person AS person ON person.agent = told.agent
LEFT JOIN asterisk_queue_topic AS told_topic ON told_topic.queue = told.queue
LEFT JOIN asterisk_queue_segment AS told_segment ON told_segment.queue = told.queue;

-- Calls that a queue did not let in.
INSERT INTO staged_leg BY NAME
SELECT
    'asterisk_queue_log' AS source_system,
    getvariable('asterisk_instance') AS source_instance,
    call_id || '#0' || CASE WHEN attempt > 1 THEN '.' || attempt ELSE '' END AS leg_id,
    getvariable('asterisk_prefix') || call_id AS contact_id,
    'queue' AS kind,
    'in' AS direction,
    coalesce(desk_queue.channel, 'phone') AS channel,
    told.queue_key,
    desk_queue.tier,
    to_timestamp(at_s) AS entered_at,
    to_timestamp(at_s) AS ended_at,
    true AS talk_includes_hold,
    'unknown' AS handle_quality,
    'blocked' AS outcome,
    false AS offered,
    'system' AS end_party,
    told_topic.topic,
    told_segment.customer_segment,
    import_file.source_tz,
    told.tz_assumed,
    told.file_id,
    told.row_no,
    CASE event WHEN 'FULL' THEN 'queue_full' ELSE 'join_empty' END AS flags
FROM (
    SELECT *, row_number() OVER (PARTITION BY call_id ORDER BY at_s, queue, event) AS attempt
    FROM told_call_event
    WHERE event IN ('JOINEMPTY', 'FULL')
) AS told
JOIN import_file USING (file_id)
LEFT JOIN asterisk_desk_queue AS desk_queue ON desk_queue.queue_key = told.queue_key
LEFT JOIN asterisk_queue_topic AS told_topic ON told_topic.queue = told.queue
LEFT JOIN asterisk_queue_segment AS told_segment ON told_segment.queue = told.queue
