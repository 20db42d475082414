-- Staged events become records. Identical lines are one event: of each file it is kept once, and it is new once. What came
-- with slices before, or with other files of the same command, is among what is known.
INSERT INTO staged_reject
SELECT file_no, row_no, reason, shown FROM staged_asterisk_event WHERE is_line AND reason IS NOT NULL;

-- Headings of an export are no lines.
CREATE OR REPLACE TEMP VIEW staged_sound_event AS
SELECT * EXCLUDE (is_line, reason, shown) FROM staged_asterisk_event WHERE is_line AND reason IS NULL;

SET VARIABLE asterisk_staged_from_s = (SELECT min(at_s) FROM staged_sound_event);
SET VARIABLE asterisk_staged_to_s = (SELECT max(at_s) FROM staged_sound_event);

CREATE OR REPLACE TEMP TABLE asterisk_agent AS
SELECT told, 'agent-' || left(keyed('agent ' || trim(told)), 12) AS agent
FROM (SELECT DISTINCT agent AS told FROM staged_sound_event WHERE agent IS NOT NULL);

CREATE OR REPLACE TEMP TABLE asterisk_caller AS
SELECT told, customer_key_of(told) AS customer_key
FROM (SELECT DISTINCT caller AS told FROM staged_sound_event WHERE caller IS NOT NULL);

CREATE OR REPLACE TEMP TABLE asterisk_file AS
SELECT file_no, file_id FROM staged_file WHERE importer = 'asterisk_queue_log';

-- Who calls is no part of what an event is: the key that stands for a number may be deleted one day.
CREATE OR REPLACE TEMP VIEW arriving_asterisk_event AS
SELECT
    staged.* EXCLUDE (agent),
    asterisk_agent.agent,
    asterisk_file.file_id,
    hash(
        source_instance, call_id, at_s, event, queue, asterisk_agent.agent, wait_s, talk_s, ring_s, detail
    ) AS identity
FROM staged_sound_event AS staged
JOIN asterisk_file USING (file_no)
LEFT JOIN asterisk_agent ON asterisk_agent.told = staged.agent;

CREATE OR REPLACE TEMP TABLE known_asterisk_event AS
SELECT
    hash(source_instance, call_id, at_s, event::TEXT, queue, agent, wait_s, talk_s, ring_s, detail) AS identity,
    at_s, file_id, queue_key
FROM asterisk_call_event
WHERE at_s BETWEEN getvariable('asterisk_staged_from_s') AND getvariable('asterisk_staged_to_s')
    AND at_s IN (SELECT at_s FROM staged_sound_event)
UNION ALL
SELECT
    hash(
        source_instance, '', at_s, event::TEXT, queue, agent, NULL::INTEGER, NULL::INTEGER, NULL::DOUBLE, detail
    ),
    at_s, file_id, NULL
FROM asterisk_agent_event
WHERE at_s BETWEEN getvariable('asterisk_staged_from_s') AND getvariable('asterisk_staged_to_s');

-- All other lines are new.
CREATE OR REPLACE TEMP TABLE contested_line AS
SELECT line_hash FROM staged_sound_event GROUP BY line_hash HAVING count(*) > 1
UNION
SELECT line_hash FROM arriving_asterisk_event
WHERE at_s IN (SELECT at_s FROM known_asterisk_event) AND identity IN (SELECT identity FROM known_asterisk_event);

CREATE OR REPLACE TEMP TABLE contested_asterisk_event AS
SELECT
    *,
    row_number() OVER (PARTITION BY identity ORDER BY file_no, row_no) = 1 AS is_first,
    row_number() OVER (PARTITION BY identity, file_id ORDER BY file_no, row_no) = 1 AS is_first_of_file
FROM arriving_asterisk_event
SEMI JOIN contested_line USING (line_hash);

-- An event that was known before this command, but as one of another queue of the desk, has changed.
INSERT INTO staged_tally
SELECT file_no, count(*), 0, 0
FROM staged_sound_event
JOIN asterisk_file USING (file_no)
ANTI JOIN contested_line USING (line_hash)
GROUP BY file_no
UNION ALL
SELECT
    file_no, count(*) FILTER (is_new), count(*) FILTER (is_changed), count(*) - count(*) FILTER (is_new OR is_changed)
FROM (
    SELECT
        told.file_no,
        told.is_first AND kept.identity IS NULL AS is_new,
        told.is_first AND NOT coalesce(kept.is_of_command, false)
            AND coalesce(NOT list_contains(kept.queue_keys, told.queue_key), false) AS is_changed
    FROM contested_asterisk_event AS told
    LEFT JOIN (
        SELECT
            identity, list(DISTINCT queue_key) AS queue_keys,
            bool_or(file_id IN (SELECT file_id FROM asterisk_file)) AS is_of_command
        FROM known_asterisk_event
        GROUP BY identity
    ) AS kept USING (identity)
)
GROUP BY file_no;

CREATE OR REPLACE TEMP VIEW asterisk_event_to_keep AS
SELECT * FROM arriving_asterisk_event ANTI JOIN contested_line USING (line_hash)
UNION ALL BY NAME
SELECT * EXCLUDE (is_first, is_first_of_file) FROM contested_asterisk_event
WHERE is_first_of_file AND (identity, file_id) NOT IN (SELECT (identity, file_id) FROM known_asterisk_event);

INSERT INTO asterisk_call_event BY NAME
SELECT kept.* EXCLUDE (caller, file_no, identity, line_hash), asterisk_caller.customer_key
FROM asterisk_event_to_keep AS kept
LEFT JOIN asterisk_caller ON asterisk_caller.told = kept.caller
WHERE call_id <> '';

INSERT INTO asterisk_agent_event BY NAME
SELECT source_instance, at_s, event, queue, agent, detail, file_id, row_no
FROM asterisk_event_to_keep
WHERE call_id = '';

INSERT INTO file_span
SELECT file_no, to_timestamp(min(at_s)), to_timestamp(max(at_s))
FROM staged_sound_event
JOIN asterisk_file USING (file_no)
GROUP BY file_no;

CREATE OR REPLACE TEMP TABLE staged_asterisk_event AS FROM staged_asterisk_event LIMIT 0
