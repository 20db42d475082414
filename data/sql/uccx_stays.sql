-- Each stay of a call in a queue, with when it began: as its routing tells, else as its agent's beginning less the wait tells,
-- else when the call came. A stay of a call of which no table tells a time waits for that table.
CREATE OR REPLACE TEMP TABLE uccx_stay AS
WITH csq AS (SELECT source_instance, csq_record AS target_id, queue_key, tier, is_ignored FROM uccx_current WHERE kind = 'csq'),

answering AS (
    SELECT
        *,
        count(*) FILTER (coalesce(talk_s, 0) = 0) OVER part > 0 AS was_missed
    FROM uccx_current
    WHERE kind = 'agent'
    WINDOW part AS (PARTITION BY source_instance, session_key, seq, profile, q_index)
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, session_key, seq, profile, q_index
        ORDER BY coalesce(talk_s, 0) > 0 DESC, starts_at, identity
    ) = 1
),

call AS (
    FROM uccx_current
    WHERE kind = 'call'
    QUALIFY row_number() OVER (PARTITION BY source_instance, session_key, seq ORDER BY starts_at, identity) = 1
)

SELECT
    queued.source_instance, queued.session_key, queued.seq, queued.q_index, queued.target_type, queued.target_id,
    queued.disposition, queued.queue_s AS wait_s, queued.file_id, queued.row_no, queued.content,
    queued.session_key || '/' || queued.seq || '/' || coalesce(queued.q_index, 0)
        || CASE queued.target_type WHEN 1 THEN '/agent ' ELSE '/' END || queued.target_id
        || CASE WHEN queued.profile = '' THEN '' ELSE '/' || queued.profile END AS leg_id,
    CASE queued.target_type WHEN 1 THEN queued.queue_key ELSE coalesce(csq.queue_key, 'CSQ ' || queued.target_id) END
        AS queue_key,
    CASE queued.target_type WHEN 1 THEN queued.tier ELSE csq.tier END AS tier,
    routed.starts_at IS NULL AND NOT coalesce(is_answered AND by_agent_at IS NOT NULL, false) AS is_approximate,
    coalesce(routed.starts_at, CASE WHEN is_answered THEN by_agent_at END, call.starts_at) AS entered_at,
    call.contact_disposition,
    CASE WHEN is_answered THEN answering.agent_key END AS agent_key,
    CASE WHEN is_answered THEN answering.starts_at END AS agent_at,
    CASE WHEN is_answered THEN answering.ring_s END AS ring_s,
    CASE WHEN is_answered THEN answering.talk_s END AS talk_s,
    CASE WHEN is_answered THEN answering.hold_s END AS hold_s,
    CASE WHEN is_answered THEN answering.work_s END AS work_s,
    CASE WHEN is_answered THEN coalesce(answering.topic, call.topic) ELSE call.topic END AS topic,
    coalesce(answering.was_missed, false) AS was_missed,
    queued.disposition = 1 AND row_number() OVER (
        PARTITION BY queued.source_instance, queued.session_key, queued.seq, queued.disposition
        ORDER BY queued.q_index, length(queued.target_id), queued.target_id, queued.identity
    ) = 1 AS is_first_given_up
FROM (SELECT *, disposition = 2 AS is_answered FROM uccx_current WHERE kind = 'queued') AS queued
LEFT JOIN csq ON csq.source_instance = queued.source_instance AND csq.target_id = queued.target_id AND queued.target_type = 0
LEFT JOIN (FROM uccx_current WHERE kind = 'routed') AS routed
    ON (routed.source_instance, routed.session_key, routed.seq, routed.profile, coalesce(routed.q_index, 0))
    = (queued.source_instance, queued.session_key, queued.seq, queued.profile, coalesce(queued.q_index, 0))
LEFT JOIN answering
    ON (answering.source_instance, answering.session_key, answering.seq, answering.profile, coalesce(answering.q_index, 0))
    = (queued.source_instance, queued.session_key, queued.seq, queued.profile, coalesce(queued.q_index, 0))
LEFT JOIN call
    ON (call.source_instance, call.session_key, call.seq) = (queued.source_instance, queued.session_key, queued.seq)
CROSS JOIN LATERAL (
    SELECT answering.starts_at - to_microseconds(CAST(queued.queue_s * 1e6 AS BIGINT)) AS by_agent_at
)
WHERE NOT coalesce(csq.is_ignored, false);

DELETE FROM uccx_stay WHERE entered_at IS NULL
