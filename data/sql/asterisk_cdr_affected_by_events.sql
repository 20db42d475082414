-- Calls of which a queue_log told something, or tells nothing any more, and that have call records too.
CREATE OR REPLACE TEMP TABLE affected_record_call AS
SELECT DISTINCT source_instance, call_id
FROM asterisk_call_record
WHERE source_instance = getvariable('asterisk_instance') AND call_id IN (FROM affected_call)
