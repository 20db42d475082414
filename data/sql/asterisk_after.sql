-- When this Asterisk was restarted.
CREATE OR REPLACE TEMP TABLE asterisk_restart AS
SELECT DISTINCT at_s
FROM asterisk_agent_event
WHERE event = 'QUEUESTART' AND source_instance = getvariable('asterisk_instance') AND file_id IN (FROM active_file);

-- Pauses in which the agent does the work after a call: each belongs to the call that the agent ended last before it.
CREATE OR REPLACE TEMP TABLE asterisk_after AS
WITH affected AS (
    SELECT at_s FROM asterisk_call_event
    WHERE getvariable('asterisk_acw_reason') <> '' AND source_instance = getvariable('asterisk_instance')
        AND call_id IN (FROM affected_call)
),

ended AS (
    SELECT DISTINCT agent, at_s
    FROM asterisk_call_event
    WHERE getvariable('asterisk_acw_reason') <> '' AND source_instance = getvariable('asterisk_instance')
        AND event IN ('COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER')
        AND file_id IN (FROM active_file)
        AND at_s BETWEEN (SELECT min(at_s) FROM affected) AND (SELECT max(at_s) + 60 FROM affected)
),

told AS (
    SELECT DISTINCT agent, at_s, event, detail
    FROM asterisk_agent_event
    WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (FROM active_file)
        AND agent IN (SELECT agent FROM ended)
),

pause AS (SELECT DISTINCT agent, at_s FROM told WHERE event IN ('PAUSE', 'PAUSEALL') AND detail = getvariable('asterisk_acw_reason')),

over AS (
    SELECT DISTINCT agent, at_s FROM told
    WHERE event IN ('UNPAUSE', 'UNPAUSEALL', 'REMOVEMEMBER', 'AGENTLOGOFF', 'AGENTCALLBACKLOGOFF')
        OR (event IN ('PAUSE', 'PAUSEALL') AND detail IS DISTINCT FROM getvariable('asterisk_acw_reason'))
)

SELECT ended.agent, ended.at_s AS end_s, min(pause.at_s) AS from_s, arg_min(over.at_s, pause.at_s) AS until_s, true AS found
FROM pause
ASOF JOIN ended ON pause.agent = ended.agent AND pause.at_s >= ended.at_s
ASOF LEFT JOIN over ON pause.agent = over.agent AND pause.at_s <= over.at_s
WHERE pause.at_s <= ended.at_s + 60
GROUP BY ended.agent, ended.at_s
