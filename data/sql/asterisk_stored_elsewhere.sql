-- Call events of this Asterisk that stood before and stand as they did.
SELECT count(*)
FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance')
    AND file_id NOT IN (SELECT file_id FROM changed_file WHERE NOT was_known)
