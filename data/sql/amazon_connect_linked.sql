-- The newest version of each record of the touched contacts and of the records they are linked with, beside the record
-- before it and the one that goes on. Monitoring is no contact, and a flow after the end of one goes on with none.
CREATE OR REPLACE TEMP TABLE connect_newest AS
WITH standing AS (
    SELECT connect_contact.*, is_current
    FROM connect_contact
    JOIN import_file USING (file_id)
    WHERE import_file.is_active
),

member AS (FROM standing SEMI JOIN connect_touched USING (source_instance, contact_id)),

wanted AS (
    SELECT source_instance, record_id FROM member
    UNION
    SELECT source_instance, previous_id FROM member WHERE previous_id IS NOT NULL
    UNION
    SELECT source_instance, next_id FROM member WHERE next_id IS NOT NULL
    UNION
    SELECT standing.source_instance, standing.record_id
    FROM standing
    SEMI JOIN member ON standing.source_instance = member.source_instance AND standing.previous_id = member.record_id
)

SELECT * EXCLUDE (is_current)
FROM standing
SEMI JOIN wanted USING (source_instance, record_id)
QUALIFY row_number() OVER (
    PARTITION BY source_instance, record_id ORDER BY updated_at DESC, is_current DESC, content DESC, file_id, row_no
) = 1;

CREATE OR REPLACE TEMP TABLE connect_linked AS
WITH follower AS (
    SELECT source_instance, previous_id AS record_id, arg_min(record_id, (initiated_at, record_id)) AS follower_id
    FROM connect_newest
    WHERE previous_id IS NOT NULL AND method NOT IN ('MONITOR', 'DISCONNECT')
    GROUP BY source_instance, previous_id
)

SELECT
    newest.*,
    next.record_id IS NOT NULL AS is_next_known,
    CASE WHEN next.method NOT IN ('MONITOR', 'DISCONNECT') THEN next.method END AS next_method,
    CASE WHEN next_method IS NOT NULL THEN next.queue_key END AS next_queue_key,
    next.initiated_at AS next_at,
    before.contact_id AS contact_before
FROM connect_newest AS newest
SEMI JOIN connect_touched USING (source_instance, contact_id)
LEFT JOIN follower USING (source_instance, record_id)
LEFT JOIN connect_newest AS told_next
    ON told_next.source_instance = newest.source_instance AND told_next.record_id = newest.next_id
        AND told_next.method NOT IN ('MONITOR', 'DISCONNECT')
LEFT JOIN connect_newest AS next
    ON next.source_instance = newest.source_instance
        AND next.record_id = coalesce(told_next.record_id, follower.follower_id, newest.next_id)
LEFT JOIN connect_newest AS before
    ON before.source_instance = newest.source_instance AND before.record_id = newest.previous_id
WHERE newest.method <> 'MONITOR' AND (newest.method <> 'DISCONNECT' OR newest.is_queued)
