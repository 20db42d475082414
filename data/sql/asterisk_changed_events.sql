-- Events of this Asterisk that came or went.
SELECT count(*)
FROM (
    SELECT source_instance, file_id FROM asterisk_call_event
    UNION ALL
    SELECT source_instance, file_id FROM asterisk_agent_event
)
WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (SELECT file_id FROM changed_file)
