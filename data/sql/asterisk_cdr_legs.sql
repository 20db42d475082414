-- Of each record its version told last by files that count.
CREATE OR REPLACE TEMP TABLE told_record AS
SELECT record.*
FROM asterisk_call_record AS record
JOIN import_file USING (file_id)
WHERE (source_instance, call_id) IN (SELECT (source_instance, call_id) FROM affected_record_call)
    AND import_file.is_active
QUALIFY row_number() OVER (
    PARTITION BY source_instance, record_id
    ORDER BY coalesce(at_s + duration_s, at_s) DESC, content DESC, import_file.batch_id DESC, file_id, record.row_no
) = 1;

-- One leg a call of this desk: where the first record that names one of its numbers says. A queue answers the line
-- itself, so of a call in a queue nothing is said about how it ended.
CREATE OR REPLACE TEMP TABLE record_call AS
SELECT
    source_instance, call_id,
    min(at_s) AS entered_s,
    max(at_s + coalesce(duration_s, 0)) AS ended_s,
    arg_min(queue_key, (at_s, record_id)) FILTER (queue_key IS NOT NULL) AS queue_key,
    arg_min(file_id, (at_s, record_id)) FILTER (queue_key IS NOT NULL) AS file_id,
    arg_min(row_no, (at_s, record_id)) FILTER (queue_key IS NOT NULL) AS row_no,
    arg_min(customer_key, (at_s, record_id)) AS customer_key,
    bool_or(application = 'Queue') AS is_queued,
    bool_or(application IN ('VoiceMail', 'Voicemail')) AS is_voicemail,
    bool_or(application = 'Dial') AS has_rung,
    bool_or(disposition IN ('BUSY', 'CONGESTION')) AS is_busy,
    bool_or(disposition = 'FAILED') AS is_failed,
    min(answered_s) FILTER (application = 'Dial' AND disposition = 'ANSWERED') AS answered_s,
    max(at_s + duration_s) FILTER (application = 'Dial' AND disposition = 'ANSWERED') AS talk_until_s,
    count(DISTINCT reached) FILTER (application = 'Dial' AND disposition = 'ANSWERED') AS people,
    arg_max(reached, (at_s, record_id)) FILTER (application = 'Dial' AND disposition = 'ANSWERED') AS last_reached,
    bool_or(is_doubtful) AS is_doubtful,
    bool_or(tz_assumed) AS tz_assumed
FROM told_record
WHERE (source_instance, call_id) NOT IN (
    SELECT (source_instance, call_id) FROM asterisk_call_event
    WHERE file_id IN (FROM active_file) AND call_id IN (SELECT call_id FROM affected_record_call)
)
GROUP BY source_instance, call_id
HAVING bool_or(queue_key IS NOT NULL);

INSERT INTO staged_leg BY NAME
SELECT
    'asterisk_cdr' AS source_system,
    source_instance,
    call_id AS leg_id,
    coalesce(prefix, '') || call_id AS contact_id,
    CASE
        WHEN outcome = 'voicemail' THEN 'voicemail' WHEN outcome IN ('after_hours', 'ivr_exit') THEN 'ivr_only'
        WHEN is_queued THEN 'queue' ELSE 'direct'
    END AS kind,
    'in' AS direction,
    channel,
    queue_key,
    tier,
    to_timestamp(entered_s) AS entered_at,
    CASE WHEN outcome = 'answered' THEN to_timestamp(answered_s) END AS answered_at,
    CASE WHEN outcome = 'answered' THEN to_timestamp(greatest(talk_until_s, answered_s)) ELSE to_timestamp(ended_s) END
        AS ended_at,
    CASE WHEN outcome = 'answered' THEN answered_s - entered_s WHEN outcome = 'abandoned' THEN ended_s - entered_s END
        AS wait_s,
    talk_s,
    CASE WHEN outcome = 'answered' THEN wrapup_s END AS acw_s,
    true AS talk_includes_hold,
    talk_s + wrapup_s AS handle_s,
    CASE WHEN talk_s + wrapup_s IS NULL THEN 'unknown' ELSE 'derived' END AS handle_quality,
    outcome,
    outcome IN ('answered', 'abandoned', 'voicemail', 'failed', 'open') AS offered,
    'unknown' AS end_party,
    CASE WHEN outcome = 'answered' AND people > 1 THEN last_reached END AS transfer_to,
    customer_key,
    source_tz,
    tz_assumed,
    file_id,
    row_no,
    concat_ws('|',
        CASE WHEN is_queued AND outcome = 'open' THEN 'outcome_not_told' END,
        CASE WHEN outcome = 'answered' AND people > 1 THEN 'transferred' END,
        CASE WHEN outcome = 'answered' AND wrapup_s IS NULL THEN 'no_acw' END,
        CASE WHEN is_doubtful THEN 'time_came_twice' END
    ) AS flags
FROM (
    SELECT
        told.*, desk_queue.channel, desk_queue.tier, rule.prefix, rule.wrapup_s, import_file.source_tz,
        CASE
            WHEN is_voicemail THEN 'voicemail'
            WHEN NOT coalesce(to_timestamp(entered_s) < span.open_until, false) THEN 'after_hours'
            WHEN is_queued THEN 'open'
            WHEN answered_s IS NOT NULL THEN 'answered'
            WHEN has_rung AND is_busy THEN 'blocked'
            WHEN has_rung AND is_failed THEN 'failed'
            WHEN has_rung THEN 'abandoned'
            ELSE 'ivr_exit'
        END AS outcome,
        CASE WHEN outcome = 'answered' THEN greatest(talk_until_s - answered_s, 0) END AS talk_s
    FROM record_call AS told
    JOIN import_file USING (file_id)
    JOIN asterisk_desk_queue AS desk_queue USING (queue_key)
    LEFT JOIN asterisk_record_rule AS rule ON rule.source_instance = told.source_instance
    ASOF LEFT JOIN asterisk_open_span AS span
        ON span.channel = desk_queue.channel AND span.open_from <= to_timestamp(entered_s)
);

INSERT INTO staged_group
SELECT 'asterisk_cdr', source_instance, coalesce(prefix, '') || call_id
FROM affected_record_call
LEFT JOIN asterisk_record_rule USING (source_instance)
