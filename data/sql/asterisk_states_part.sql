-- States of a part of the people. What was told in a second becomes a moment of its person first; stints and states follow
-- from moments, which are fewer than words and hold numbers.
CREATE OR REPLACE TEMP TABLE stint_word AS
WITH person_word AS (
    SELECT agent_no, at_s, event, queue, detail
    FROM asterisk_agent_event AS told
    JOIN told_number ON told_number.told = told.agent AND at_s >= from_s
    WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (FROM active_file)
        AND event <> 'PENALTY' AND agent_no % $parts = $part
),

call_word AS (
    SELECT
        agent_no, at_s, queue,
        CASE WHEN event = 'CONNECT' THEN 1 WHEN talk_s > 0 THEN 0 ELSE 2 END::TINYINT AS connection
    FROM asterisk_call_event AS told
    JOIN told_number ON told_number.told = told.agent AND at_s >= from_s
    WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (FROM active_file)
        AND event IN ('CONNECT', 'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER')
        AND agent_no % $parts = $part
        AND at_s >= (SELECT min(from_s) FROM told_number)
)

SELECT agent_no, at_s, NULL::TINYINT AS connection, event::TEXT AS event, queue, detail FROM person_word
UNION ALL
SELECT agent_no, at_s, connection, NULL, queue, NULL FROM call_word
UNION ALL
-- A restart concerns whoever was heard of in the eight hours before it.
SELECT agent_no, restart.at_s, 3, 'QUEUESTART', 'NONE', NULL
FROM asterisk_restart AS restart
JOIN anew_number ON restart.at_s >= from_s AND agent_no % $parts = $part
WHERE EXISTS (
    FROM word_of_agent AS near
    WHERE near.agent = anew_number.agent AND near.at_s BETWEEN restart.at_s - 28799 AND restart.at_s
);

-- Of several in a second that counts which has the greatest number. A stint is known by its first second: to count those
-- so far, with a FILTER, takes DuckDB 2.0.0 the square of their number.
CREATE OR REPLACE TEMP TABLE stint_moment AS
SELECT
    agent_no, at_s, connection,
    max(CASE WHEN coalesce(silence_s >= 28800, true) THEN at_s END) OVER (
        PARTITION BY agent_no ORDER BY at_s ROWS UNBOUNDED PRECEDING
    ) AS stint
FROM (
    SELECT *, at_s - lag(at_s) OVER (PARTITION BY agent_no ORDER BY at_s) AS silence_s
    FROM (SELECT agent_no, at_s, max(connection) AS connection FROM stint_word GROUP BY agent_no, at_s)
);

CREATE OR REPLACE TEMP TABLE pause_moment AS
SELECT
    agent_no, at_s,
    max(detail) FILTER (event IN ('PAUSE', 'PAUSEALL')) AS reason,
    bool_or(event IN ('PAUSE', 'PAUSEALL')) AS is_pausing,
    bool_or(event IN ('UNPAUSE', 'UNPAUSEALL')) AS is_unpausing
FROM stint_word
WHERE event IN ('PAUSE', 'PAUSEALL', 'UNPAUSE', 'UNPAUSEALL')
GROUP BY agent_no, at_s;

-- Pauses and memberships are told queue by queue; a person pauses while any queue is paused, and is there while a member
-- of any. What concerns all queues concerns each that is named in the stint.
CREATE OR REPLACE TEMP TABLE queue_switch AS
WITH placed AS (
    SELECT stint_word.*, stint
    FROM stint_word
    JOIN stint_moment USING (agent_no, at_s)
    WHERE agent_no IN (SELECT agent_no FROM stint_word WHERE event <> 'QUEUESTART')
),

named AS (
    SELECT DISTINCT agent_no, stint, queue FROM placed
    UNION
    SELECT DISTINCT agent_no, stint, 'NONE' FROM placed
),

switched AS (
    SELECT
        word.agent_no, word.stint, word.at_s, named.queue, 'pause' AS what,
        word.event IN ('PAUSE', 'PAUSEALL') AS is_on
    FROM placed AS word
    JOIN named ON named.agent_no = word.agent_no AND named.stint = word.stint
        AND (named.queue = word.queue OR word.event NOT IN ('PAUSE', 'UNPAUSE')
            OR (word.event = 'UNPAUSE' AND named.queue = 'NONE'))
    WHERE word.event IN ('PAUSE', 'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF')
    UNION ALL
    SELECT
        word.agent_no, word.stint, word.at_s, named.queue, 'member',
        word.event IN ('ADDMEMBER', 'AGENTLOGIN', 'AGENTCALLBACKLOGIN')
    FROM placed AS word
    JOIN named ON named.agent_no = word.agent_no AND named.stint = word.stint
        AND (named.queue = word.queue OR word.event IN ('AGENTLOGOFF', 'AGENTCALLBACKLOGOFF'))
    WHERE word.event IN (
        'ADDMEMBER', 'REMOVEMEMBER', 'AGENTLOGIN', 'AGENTCALLBACKLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF'
    )
),

in_second AS (
    SELECT agent_no, stint, what, queue, at_s, bool_or(is_on)::INTEGER AS is_on FROM switched GROUP BY ALL
)

SELECT
    agent_no, stint, what, at_s,
    is_on - coalesce(lag(is_on) OVER (PARTITION BY agent_no, stint, what, queue ORDER BY at_s), 0) AS change
FROM in_second;

CREATE OR REPLACE TEMP TABLE agent_moment AS
WITH switch AS (
    SELECT
        agent_no, at_s,
        sum(change) FILTER (what = 'pause')::BIGINT AS pause_change,
        sum(change) FILTER (what = 'member')::BIGINT AS member_change,
        bool_or(what = 'member') AS tells_member
    FROM queue_switch
    GROUP BY agent_no, at_s
)

SELECT
    agent_no, stint, at_s,
    last_value(connection = 1 IGNORE NULLS) OVER so_far AS is_connected,
    sum(coalesce(pause_change, 0)) OVER so_far > 0 AS is_paused,
    sum(coalesce(member_change, 0)) OVER so_far > 0 AS is_member,
    bool_or(coalesce(tells_member, false)) OVER so_far AS knows_member,
    bool_or(is_unpausing) OVER so_far AS has_unpaused,
    last_value(CASE WHEN is_pausing THEN coalesce(reason, '') END IGNORE NULLS) OVER so_far AS reason
FROM stint_moment
LEFT JOIN pause_moment USING (agent_no, at_s)
LEFT JOIN switch USING (agent_no, at_s)
WINDOW so_far AS (PARTITION BY agent_no, stint ORDER BY at_s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

INSERT INTO staged_state BY NAME
SELECT
    'asterisk_queue_log' AS source_system, getvariable('asterisk_instance') AS source_instance, agent AS agent_key,
    to_timestamp(at_s) AS start_utc, to_timestamp(known_until_s) AS end_utc, state, nullif(reason, '') AS reason,
    '' AS file_id
FROM (
    -- What was heard last before a long silence is known to have lasted only where somebody left.
    SELECT
        agent_no, at_s, state, reason,
        CASE
            WHEN state <> 'offline' AND lead(stint) OVER of_agent <> stint THEN last_s ELSE lead(at_s) OVER of_agent
        END AS known_until_s
    FROM (
        SELECT agent_no, stint, at_s, last_s, state, reason
        FROM (
            SELECT
                agent_no, stint, at_s, max(at_s) OVER (PARTITION BY agent_no, stint) AS last_s,
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
        WINDOW of_stint AS (PARTITION BY agent_no, stint ORDER BY at_s)
        QUALIFY state IS DISTINCT FROM lag(state) OVER of_stint OR reason IS DISTINCT FROM lag(reason) OVER of_stint
            OR row_number() OVER of_stint = 1
    )
    WINDOW of_agent AS (PARTITION BY agent_no ORDER BY at_s)
)
JOIN anew_number USING (agent_no)
WHERE state IS NOT NULL AND (known_until_s IS NULL OR known_until_s > at_s)
