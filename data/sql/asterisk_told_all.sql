-- All events of calls of this Asterisk.
CREATE OR REPLACE TEMP VIEW told_call_event AS
SELECT * FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance') AND event NOT IN ('DID', 'INFO')
    AND file_id IN (FROM active_file)
