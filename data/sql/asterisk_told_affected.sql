-- The same of affected calls alone.
CREATE OR REPLACE TEMP TABLE told_call_event AS
SELECT * EXCLUDE (source_instance)
FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance') AND event NOT IN ('DID', 'INFO')
    AND file_id IN (FROM active_file) AND call_id IN (FROM affected_call)
    AND ($parts = 1 OR hash(call_id) % $parts = $part)
