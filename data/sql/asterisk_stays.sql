-- Stays of calls in queues. The clock of a queue_log knows seconds only: within one, an event that tells of a longer wait
-- or talk than a second belongs to what was before, another to the stay that begins in it.
CREATE OR REPLACE TEMP MACRO asterisk_order(at_s, event, wait_s, talk_s, ring_s) AS at_s * 8 + CASE
    WHEN event = 'ENTERQUEUE' THEN 2
    ELSE CASE WHEN coalesce(wait_s, ring_s, 0) + coalesce(talk_s, 0) > 1 THEN 0 ELSE 3 END
        + CASE WHEN event IN ('CONNECT', 'RINGNOANSWER', 'RINGCANCELED', 'SYSCOMPAT', 'AGENTDUMP') THEN 0 ELSE 1 END
END;

CREATE OR REPLACE TEMP MACRO asterisk_ends(event) AS event IN (
    'COMPLETECALLER', 'COMPLETEAGENT', 'BLINDTRANSFER', 'TRANSFER', 'ATTENDEDTRANSFER', 'ABANDON', 'EXITWITHTIMEOUT',
    'EXITWITHKEY', 'EXITEMPTY'
);

-- One row a stay: how often it begins, is answered and ends, and what is told of it.
CREATE OR REPLACE TEMP MACRO asterisk_stays_of(events) AS TABLE
SELECT
    call_id, queue, stay,
    count(*) FILTER (event = 'ENTERQUEUE') AS enters,
    count(*) FILTER (event = 'CONNECT') AS connects,
    count(*) FILTER (asterisk_ends(event)) AS ends,
    min(asterisk_order(at_s, event, wait_s, talk_s, ring_s)) FILTER (event <> 'ENTERQUEUE') AS first_place,
    any_value(queue_key) FILTER (event = 'ENTERQUEUE') AS queue_key,
    any_value(at_s) FILTER (event = 'ENTERQUEUE') AS entered_s,
    any_value(customer_key) FILTER (event = 'ENTERQUEUE') AS customer_key,
    any_value(file_id) FILTER (event = 'ENTERQUEUE') AS file_id,
    any_value(row_no) FILTER (event = 'ENTERQUEUE') AS row_no,
    any_value(at_s) FILTER (event = 'CONNECT') AS connect_s,
    any_value(wait_s) FILTER (event = 'CONNECT') AS connect_wait_s,
    any_value(ring_s) FILTER (event = 'CONNECT') AS ring_s,
    any_value(event) FILTER (asterisk_ends(event)) AS end_event,
    any_value(at_s) FILTER (asterisk_ends(event)) AS end_s,
    any_value(wait_s) FILTER (asterisk_ends(event)) AS end_wait_s,
    any_value(talk_s) FILTER (asterisk_ends(event)) AS talk_s,
    any_value(detail) FILTER (asterisk_ends(event)) AS detail,
    coalesce(
        any_value(agent) FILTER (event = 'CONNECT'), any_value(agent) FILTER (asterisk_ends(event))
    ) AS agent,
    max(at_s) AS last_s,
    bool_or(tz_assumed) AS tz_assumed,
    bit_or(
        CASE event
            WHEN 'RINGNOANSWER' THEN 1 WHEN 'RINGCANCELED' THEN 2 WHEN 'SYSCOMPAT' THEN 4 WHEN 'AGENTDUMP' THEN 8 ELSE 0
        END + CASE WHEN is_doubtful THEN 16 ELSE 0 END
    ) AS marks
FROM query_table(events)
GROUP BY call_id, queue, stay;

CREATE OR REPLACE TEMP VIEW admitted_event AS
SELECT *, 1 AS stay FROM told_call_event WHERE event NOT IN ('JOINEMPTY', 'FULL');

-- Nearly every call is once in a queue, and all events of it there are of that stay. The others are told apart by time.
CREATE OR REPLACE TEMP TABLE plain_stay AS
SELECT
    * EXCLUDE (enters, connects, ends, first_place),
    coalesce(
        enters <> 1 OR connects > 1 OR ends > 1 OR first_place < entered_s * 8 + 2
        OR asterisk_order(end_s, end_event, end_wait_s, talk_s, NULL)
            < asterisk_order(connect_s, 'CONNECT', connect_wait_s, NULL, ring_s),
        false
    ) AS is_odd
FROM asterisk_stays_of('admitted_event');

CREATE OR REPLACE TEMP TABLE odd_event AS
SELECT *
FROM (
    SELECT
        *,
        count(*) FILTER (event = 'ENTERQUEUE') OVER (
            PARTITION BY call_id, queue ORDER BY place, event, agent NULLS FIRST, wait_s, talk_s, ring_s, detail
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stay
    FROM (
        SELECT * EXCLUDE (stay), asterisk_order(at_s, event, wait_s, talk_s, ring_s) AS place
        FROM admitted_event
        WHERE (call_id, queue) IN (SELECT (call_id, queue) FROM plain_stay WHERE is_odd)
    )
)
-- The first answer and the first end of a stay count; an answer after its end is none.
QUALIFY event NOT IN ('CONNECT') AND NOT asterisk_ends(event)
    OR count(*) FILTER (asterisk_ends(event) OR (event = 'CONNECT')) OVER (
        PARTITION BY call_id, queue, stay ORDER BY place, event, agent NULLS FIRST, wait_s, talk_s, ring_s, detail
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) = 1
    OR asterisk_ends(event) AND count(*) FILTER (asterisk_ends(event)) OVER (
        PARTITION BY call_id, queue, stay ORDER BY place, event, agent NULLS FIRST, wait_s, talk_s, ring_s, detail
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) = 1;

CREATE OR REPLACE TEMP VIEW begun_event AS FROM odd_event WHERE stay > 0;

CREATE OR REPLACE TEMP VIEW asterisk_stay AS
SELECT * EXCLUDE (is_odd) FROM plain_stay WHERE NOT is_odd
UNION ALL BY NAME
SELECT * EXCLUDE (enters, connects, ends, first_place) FROM asterisk_stays_of('begun_event')
