-- The contacts whose legs are made anew; in an empty log there is nothing to replace.
INSERT INTO staged_group
SELECT 'asterisk_queue_log', getvariable('asterisk_instance'), getvariable('asterisk_prefix') || call_id
FROM affected_call
WHERE EXISTS (FROM contact_leg)
