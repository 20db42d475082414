-- Call events of this Asterisk that came or went.
SELECT count(*)
FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance') AND file_id IN (SELECT file_id FROM changed_file)
