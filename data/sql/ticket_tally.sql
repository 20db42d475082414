-- The versions that record_tally compares.
CREATE OR REPLACE TEMP VIEW staged_version AS
SELECT
    kind, source_instance, CASE kind WHEN 'message' THEN ticket_id || '/' || message_id ELSE ticket_id END AS identity,
    coalesce(updated_at, said_at) AS version_at, coalesce(fullness, 0) AS fullness, content, file_id, file_no,
    row_no, coalesce(said_at, created_at) AS happened_at, true AS is_telling
FROM staged_ticket
WHERE source_system = getvariable('ticket_system');

CREATE OR REPLACE TEMP VIEW stored_version AS
SELECT 'ticket' AS kind, source_instance, ticket_id AS identity, updated_at AS version_at, fullness, content, file_id
FROM ticket_told
WHERE source_system = getvariable('ticket_system')
UNION ALL
SELECT 'message', source_instance, ticket_id || '/' || message_id, said_at, 0, content, file_id
FROM ticket_message
WHERE source_system = getvariable('ticket_system') AND is_own_record
