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

-- Whose words are looked at again, by the name that the events tell.
CREATE OR REPLACE TEMP TABLE anew_number AS
SELECT *, row_number() OVER (ORDER BY agent)::INTEGER AS agent_no FROM anew_agent;

CREATE OR REPLACE TEMP TABLE told_number AS
SELECT person.agent AS told, from_s, agent_no
FROM anew_number JOIN asterisk_person AS person ON person.name = anew_number.agent
UNION
SELECT agent, from_s, agent_no FROM anew_number WHERE agent NOT IN (SELECT agent FROM asterisk_person)
