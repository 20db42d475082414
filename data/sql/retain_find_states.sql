-- Stints at an Asterisk that were over before the limit, told apart by eight hours of silence as asterisk_states does. What
-- an agent did within a day after a call that stays may be the work after it ($keeps_after_call).
CREATE OR REPLACE TEMP TABLE gone_stint AS
SELECT source_instance, agent, min(at_s) AS from_s, max(at_s) AS until_s
FROM (
    SELECT
        source_instance, agent, at_s,
        max(CASE WHEN coalesce(silence_s >= 28800, true) THEN at_s END) OVER (
            PARTITION BY source_instance, agent ORDER BY at_s
        ) AS stint
    FROM (
        SELECT
            source_instance, agent, at_s,
            at_s - lag(at_s) OVER (PARTITION BY source_instance, agent ORDER BY at_s) AS silence_s
        FROM (
            SELECT source_instance, agent, at_s FROM asterisk_agent_event WHERE agent IS NOT NULL
            UNION
            SELECT source_instance, agent, at_s FROM asterisk_call_event WHERE agent IS NOT NULL
        )
    )
)
GROUP BY source_instance, agent, stint
HAVING max(at_s) < epoch($before::TIMESTAMPTZ);

CREATE OR REPLACE TEMP TABLE gone_agent_event AS
SELECT told.rowid AS place
FROM asterisk_agent_event AS told
JOIN gone_stint
    ON gone_stint.source_instance = told.source_instance AND gone_stint.agent = told.agent
        AND told.at_s BETWEEN gone_stint.from_s AND gone_stint.until_s
WHERE NOT ($keeps_after_call AND EXISTS (
    FROM asterisk_call_event AS ended
    WHERE ended.source_instance = told.source_instance AND ended.agent = told.agent
        AND ended.at_s BETWEEN told.at_s - 86400 AND told.at_s
));

-- Of an agent who was heard of since, the last word before the limit tells what the agent did at it.
CREATE OR REPLACE TEMP TABLE gone_connect_event AS
SELECT event.rowid AS place
FROM connect_agent_event AS event
LEFT JOIN (
    SELECT
        source_instance, agent_key,
        max(updated_at) FILTER (updated_at < $before AND is_active) AS before_at,
        max(updated_at) AS heard_at
    FROM connect_agent_event
    JOIN import_file USING (file_id)
    GROUP BY source_instance, agent_key
) AS agent USING (source_instance, agent_key)
WHERE event.updated_at < $before
    AND NOT coalesce(agent.heard_at >= $before AND event.updated_at >= agent.before_at, false)
