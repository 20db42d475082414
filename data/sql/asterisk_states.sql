-- What people were doing. After eight hours without a word of a person nothing is known any more: a stint is over, and the
-- next begins afresh. So only the stints round what changed are looked at again, with the one before it, whose end may be
-- another now.
CREATE OR REPLACE TEMP TABLE changed_agent AS
SELECT agent, min(at_s) AS changed_s
FROM (
    SELECT agent, at_s, file_id FROM asterisk_agent_event WHERE source_instance = getvariable('asterisk_instance')
    UNION ALL
    SELECT agent, at_s, file_id FROM asterisk_call_event
    WHERE source_instance = getvariable('asterisk_instance') AND agent IS NOT NULL
)
WHERE file_id IN (SELECT file_id FROM changed_file) AND agent IS NOT NULL
GROUP BY agent;

-- A restart ends everybody's contacts.
INSERT INTO changed_agent
SELECT agent_key, restart_s
FROM (
    SELECT DISTINCT agent_key FROM agent_state
    WHERE source_system = 'asterisk_queue_log' AND source_instance = getvariable('asterisk_instance')
)
CROSS JOIN (
    SELECT min(at_s) AS restart_s FROM asterisk_agent_event
    WHERE event = 'QUEUESTART' AND source_instance = getvariable('asterisk_instance')
        AND file_id IN (SELECT file_id FROM changed_file)
)
WHERE restart_s IS NOT NULL;

CREATE OR REPLACE TEMP VIEW word_of_agent AS
SELECT coalesce(person.name, told.agent) AS agent, told.* EXCLUDE (agent)
FROM (
    SELECT DISTINCT agent, at_s, event::TEXT AS event, queue, detail, NULL::INTEGER AS talk_s
    FROM asterisk_agent_event
    WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (FROM active_file)
        AND agent IS NOT NULL AND event <> 'PENALTY'
    UNION ALL
    SELECT agent, at_s, event::TEXT, queue, NULL, talk_s
    FROM asterisk_call_event
    WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (FROM active_file) AND agent IS NOT NULL
        AND event IN ('CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER')
) AS told
LEFT JOIN asterisk_person AS person ON person.agent = told.agent;

CREATE OR REPLACE TEMP TABLE anew_agent AS
WITH asked AS (
    SELECT coalesce(person.name, changed.agent) AS agent, min(changed_s) AS changed_s
    FROM changed_agent AS changed
    LEFT JOIN asterisk_person AS person ON person.agent = changed.agent
    GROUP BY ALL
),

stint AS (
    SELECT agent, at_s
    FROM (
        SELECT
            agent, at_s, changed_s,
            at_s - lag(at_s) OVER (PARTITION BY agent ORDER BY at_s) AS silence_s
        FROM word_of_agent
        JOIN asked USING (agent)
        WHERE at_s >= (SELECT min(changed_s) - 345600 FROM asked) AND at_s BETWEEN changed_s - 345600 AND changed_s
    )
    WHERE silence_s >= 28800
    QUALIFY row_number() OVER (PARTITION BY agent ORDER BY at_s DESC) = 2
),

-- Since when the desk keeps what it was told: states before it stand as they were made when there was more to make them of.
kept AS (SELECT epoch(max(from_at))::BIGINT AS kept_s FROM retained_from WHERE kind IN ('legs', 'states')),

whole AS (
    SELECT agent, min(at_s) AS at_s
    FROM (
        SELECT agent, at_s, at_s - lag(at_s) OVER (PARTITION BY agent ORDER BY at_s) AS silence_s
        FROM word_of_agent
        JOIN asked USING (agent)
        WHERE at_s BETWEEN (SELECT kept_s - 28800 FROM kept) AND (SELECT kept_s + 345600 FROM kept)
    )
    WHERE at_s >= (SELECT kept_s FROM kept) AND coalesce(silence_s >= 28800, true)
    GROUP BY agent
)

SELECT asked.agent, greatest(coalesce(stint.at_s, 0), coalesce(whole.at_s, kept_s, 0)) AS from_s
FROM asked
LEFT JOIN stint USING (agent)
LEFT JOIN whole USING (agent)
CROSS JOIN kept;

DELETE FROM agent_state
USING anew_agent
WHERE agent_state.source_system = 'asterisk_queue_log' AND agent_state.source_instance = getvariable('asterisk_instance')
    AND agent_state.agent_key = anew_agent.agent AND agent_state.start_utc >= to_timestamp(anew_agent.from_s);

CREATE OR REPLACE TEMP TABLE stint_word AS
SELECT *, count(*) FILTER (silence_s >= 28800) OVER (PARTITION BY agent ORDER BY at_s) AS stint
FROM (
    SELECT word.*, word.at_s - lag(word.at_s) OVER (PARTITION BY agent ORDER BY word.at_s) AS silence_s
    FROM (
        SELECT * FROM word_of_agent
        UNION ALL
        SELECT anew_agent.agent, at_s, 'QUEUESTART', 'NONE', NULL, NULL
        FROM asterisk_agent_event CROSS JOIN anew_agent
        WHERE event = 'QUEUESTART' AND source_instance = getvariable('asterisk_instance')
            AND file_id IN (FROM active_file) AND at_s >= from_s
            AND EXISTS (
                FROM word_of_agent AS near
                WHERE near.agent = anew_agent.agent
                    AND near.at_s BETWEEN asterisk_agent_event.at_s - 28799 AND asterisk_agent_event.at_s
            )
    ) AS word
    JOIN anew_agent USING (agent)
    WHERE word.at_s >= anew_agent.from_s AND word.at_s >= (SELECT min(from_s) FROM anew_agent)
);

-- Pauses and memberships are told queue by queue; a person pauses while any queue is paused, and is there while a member
-- of any. What concerns all queues concerns each that is named in the stint.
CREATE OR REPLACE TEMP TABLE queue_switch AS
WITH named AS (
    SELECT DISTINCT agent, stint, queue FROM stint_word
    UNION
    SELECT DISTINCT agent, stint, 'NONE' FROM stint_word
),

switched AS (
    SELECT
        word.agent, word.stint, word.at_s, named.queue, 'pause' AS what,
        word.event IN ('PAUSE', 'PAUSEALL') AS is_on
    FROM stint_word AS word
    JOIN named ON named.agent = word.agent AND named.stint = word.stint
        AND (named.queue = word.queue OR word.event NOT IN ('PAUSE', 'UNPAUSE')
            OR (word.event = 'UNPAUSE' AND named.queue = 'NONE'))
    WHERE word.event IN ('PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF')
    UNION ALL
    SELECT
        word.agent, word.stint, word.at_s, named.queue, 'member',
        word.event IN ('ADDMEMBER', 'AGENTLOGIN', 'AGENTCALLBACKLOGIN')
    FROM stint_word AS word
    JOIN named ON named.agent = word.agent AND named.stint = word.stint
        AND (named.queue = word.queue OR word.event IN ('AGENTLOGOFF', 'AGENTCALLBACKLOGOFF'))
    WHERE word.event IN (
        'ADDMEMBER', 'REMOVEMEMBER', 'AGENTLOGIN', 'AGENTCALLBACKLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF'
    )
),

in_second AS (
    SELECT agent, stint, what, queue, at_s, bool_or(is_on)::INTEGER AS is_on FROM switched GROUP BY ALL
)

SELECT
    agent, stint, what, at_s,
    is_on - coalesce(lag(is_on) OVER (PARTITION BY agent, stint, what, queue ORDER BY at_s), 0) AS change
FROM in_second;

CREATE OR REPLACE TEMP TABLE agent_moment AS
WITH moment AS (
    SELECT
        agent, stint, at_s,
        arg_max(event = 'CONNECT', CASE
            WHEN event = 'CONNECT' THEN 1 WHEN event = 'QUEUESTART' THEN 3 WHEN talk_s > 0 THEN 0 ELSE 2
        END) FILTER (event IN (
            'CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER', 'QUEUESTART'
        )) AS is_connected,
        max(detail) FILTER (event IN ('PAUSE', 'PAUSEALL')) AS reason,
        bool_or(event IN ('PAUSE', 'PAUSEALL')) AS is_pausing,
        bool_or(event IN ('UNPAUSE', 'UNPAUSEALL')) AS is_unpausing
    FROM stint_word
    GROUP BY agent, stint, at_s
),

switch AS (
    SELECT
        agent, stint, at_s,
        sum(change) FILTER (what = 'pause') AS pause_change,
        sum(change) FILTER (what = 'member') AS member_change,
        bool_or(what = 'member') AS tells_member
    FROM queue_switch
    GROUP BY agent, stint, at_s
)

SELECT
    agent, stint, at_s,
    last_value(is_connected IGNORE NULLS) OVER so_far AS is_connected,
    sum(coalesce(pause_change, 0)) OVER so_far > 0 AS is_paused,
    sum(coalesce(member_change, 0)) OVER so_far > 0 AS is_member,
    bool_or(coalesce(tells_member, false)) OVER so_far AS knows_member,
    bool_or(is_unpausing) OVER so_far AS has_unpaused,
    last_value(CASE WHEN is_pausing THEN coalesce(reason, '') END IGNORE NULLS) OVER so_far AS reason
FROM moment
LEFT JOIN switch USING (agent, stint, at_s)
WINDOW so_far AS (PARTITION BY agent, stint ORDER BY at_s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

INSERT INTO staged_state BY NAME
SELECT
    'asterisk_queue_log' AS source_system, getvariable('asterisk_instance') AS source_instance, agent AS agent_key,
    to_timestamp(at_s) AS start_utc, to_timestamp(known_until_s) AS end_utc, state, nullif(reason, '') AS reason,
    '' AS file_id
FROM (
    -- What was heard last before a long silence is known to have lasted only where somebody left.
    SELECT
        agent, at_s, state, reason,
        CASE
            WHEN state <> 'offline' AND lead(stint) OVER of_agent <> stint THEN last_s ELSE lead(at_s) OVER of_agent
        END AS known_until_s
    FROM (
        SELECT agent, stint, at_s, last_s, state, reason
        FROM (
            SELECT
                moment.agent, stint, at_s, max(at_s) OVER (PARTITION BY moment.agent, stint) AS last_s,
                CASE
                    WHEN is_connected THEN 'on_contact'
                    WHEN knows_member AND NOT is_member THEN 'offline'
                    WHEN is_paused AND moment.reason <> '' AND moment.reason = getvariable('asterisk_acw_reason')
                        THEN 'after_call_work'
                    WHEN is_paused THEN coalesce(meaning.state, 'pause')
                    WHEN is_member OR has_unpaused THEN 'available'
                END AS state,
                CASE WHEN is_paused AND NOT coalesce(is_connected, false) AND NOT (knows_member AND NOT is_member)
                    THEN moment.reason
                END AS reason
            FROM agent_moment AS moment
            LEFT JOIN asterisk_pause_reason AS meaning ON meaning.reason = moment.reason
        )
        QUALIFY (state, reason) IS DISTINCT FROM lag((state, reason)) OVER (PARTITION BY agent, stint ORDER BY at_s)
            OR row_number() OVER (PARTITION BY agent, stint ORDER BY at_s) = 1
    )
    WINDOW of_agent AS (PARTITION BY agent ORDER BY at_s)
)
WHERE state IS NOT NULL AND (known_until_s IS NULL OR known_until_s > at_s)
