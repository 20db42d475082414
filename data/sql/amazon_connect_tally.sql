-- The versions that record_tally compares; a heartbeat tells nothing new.
CREATE OR REPLACE TEMP VIEW staged_version AS
SELECT
    kind, source_instance, record_id AS identity, updated_at AS version_at, 0 AS fullness, content, file_id, file_no,
    row_no, coalesce(enqueued_at, initiated_at, updated_at) AS happened_at, kind <> 'heartbeat' AS is_telling
FROM staged_amazon_connect;

CREATE OR REPLACE TEMP VIEW stored_version AS
SELECT 'contact' AS kind, source_instance, record_id AS identity, updated_at AS version_at, 0 AS fullness, content, file_id
FROM connect_contact
UNION ALL
SELECT 'event', source_instance, record_id, updated_at, 0, content, file_id
FROM connect_agent_event
