-- Calls of this Asterisk of which something came or went.
CREATE OR REPLACE TEMP TABLE affected_call AS
SELECT DISTINCT call_id
FROM asterisk_call_event
WHERE file_id IN (SELECT file_id FROM changed_file) AND source_instance = getvariable('asterisk_instance');

-- A restart closes calls that are open before it.
INSERT INTO affected_call
SELECT DISTINCT regexp_replace(leg_id, '#[0-9.]+$', '')
FROM contact_leg
WHERE source_system = 'asterisk_queue_log' AND source_instance = getvariable('asterisk_instance')
    AND (outcome IN ('open', 'failed') OR (outcome = 'answered' AND ended_at IS NULL)
        OR list_contains(flags, 'closed_by_restart'))
    AND EXISTS (
        FROM asterisk_agent_event
        WHERE event = 'QUEUESTART' AND file_id IN (SELECT file_id FROM changed_file)
            AND source_instance = getvariable('asterisk_instance')
    );

-- After-call work is told by pauses of the agent after the call, up to a day later.
INSERT INTO affected_call
SELECT DISTINCT ended.call_id
FROM asterisk_call_event AS ended
JOIN (
    SELECT agent, at_s FROM asterisk_agent_event
    WHERE file_id IN (SELECT file_id FROM changed_file) AND source_instance = getvariable('asterisk_instance')
    UNION
    SELECT agent, at_s FROM asterisk_call_event
    WHERE file_id IN (SELECT file_id FROM changed_file) AND source_instance = getvariable('asterisk_instance')
        AND event IN ('COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER')
) AS changed ON changed.agent = ended.agent AND ended.at_s BETWEEN changed.at_s - 86400 AND changed.at_s
WHERE getvariable('asterisk_acw_reason') <> '' AND ended.source_instance = getvariable('asterisk_instance')
    AND ended.event IN ('COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER')
