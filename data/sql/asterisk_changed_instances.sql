SELECT DISTINCT source_instance
FROM (
    SELECT source_instance, file_id FROM asterisk_call_event
    UNION
    SELECT source_instance, file_id FROM asterisk_agent_event
)
WHERE file_id IN (SELECT file_id FROM changed_file)
ORDER BY source_instance
