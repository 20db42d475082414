-- Tickets of which a file told that came to count, or ceased to.
CREATE OR REPLACE TEMP TABLE ticket_touched AS
SELECT source_instance, ticket_id
FROM ticket_told WHERE source_system = $system AND file_id IN (SELECT file_id FROM changed_file)
UNION
SELECT source_instance, ticket_id
FROM ticket_message WHERE source_system = $system AND file_id IN (SELECT file_id FROM changed_file);

INSERT INTO staged_group SELECT $system, source_instance, ticket_id FROM ticket_touched
