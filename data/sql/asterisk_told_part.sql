-- A part of the affected calls, and the events that tell of them.
CREATE OR REPLACE TEMP TABLE part_call AS
SELECT call_id, first_s, last_s
FROM affected_span
JOIN affected_part ON first_s >= from_s AND (first_s < until_s OR until_s IS NULL) AND part = $part;

SET VARIABLE asterisk_from_s = (SELECT min(first_s) FROM part_call);
SET VARIABLE asterisk_until_s = (SELECT max(last_s) FROM part_call);

CREATE OR REPLACE TEMP VIEW told_call_event AS
SELECT * FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance') AND event NOT IN ('DID', 'INFO')
    AND file_id IN (FROM active_file) AND call_id IN (SELECT call_id FROM part_call)
    AND at_s BETWEEN getvariable('asterisk_from_s') AND getvariable('asterisk_until_s')
