-- Legs of the affected calls: one a stay, numbered over all queues of the call.
CREATE OR REPLACE TEMP TABLE much_moved AS SELECT call_id FROM asterisk_stay GROUP BY call_id HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE asterisk_leg AS
SELECT *, 1 AS leg_no, NULL AS next_queue, NULL AS next_queue_key, NULL::BIGINT AS next_s, NULL::BIGINT AS restart_s
FROM asterisk_stay
WHERE call_id NOT IN (FROM much_moved)
UNION ALL BY NAME
SELECT
    *, row_number() OVER of_call AS leg_no, lead(queue) OVER of_call AS next_queue,
    lead(queue_key) OVER of_call AS next_queue_key, lead(entered_s) OVER of_call AS next_s
FROM asterisk_stay
WHERE call_id IN (FROM much_moved)
WINDOW of_call AS (PARTITION BY call_id ORDER BY entered_s, end_s NULLS LAST, queue, stay)
