-- The contacts whose legs are made anew.
INSERT INTO staged_group
SELECT DISTINCT 'asterisk_queue_log', getvariable('asterisk_instance'), getvariable('asterisk_prefix') || call_id
FROM affected_call
