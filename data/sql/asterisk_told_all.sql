-- A part of the calls of this Asterisk, by a hash of their names: each of their events, also where several files tell it.
CREATE OR REPLACE TEMP TABLE told_call_event AS
SELECT * EXCLUDE (source_instance)
FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance') AND event NOT IN ('DID', 'INFO')
    AND file_id IN (FROM active_file) AND ($parts = 1 OR hash(call_id) % $parts = $part)
