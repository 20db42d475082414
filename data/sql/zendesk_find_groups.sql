-- Tickets of which a file told that came to count, or ceased to.
CREATE OR REPLACE TEMP TABLE zendesk_touched AS
SELECT source_instance, ticket_id FROM zendesk_ticket WHERE file_id IN (SELECT file_id FROM changed_file)
UNION
SELECT source_instance, ticket_id FROM zendesk_metric WHERE file_id IN (SELECT file_id FROM changed_file)
UNION
SELECT source_instance, ticket_id FROM zendesk_event WHERE file_id IN (SELECT file_id FROM changed_file);

INSERT INTO staged_group SELECT 'zendesk', source_instance, CAST(ticket_id AS TEXT) FROM zendesk_touched
