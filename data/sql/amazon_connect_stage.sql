-- record_id: ContactId or EventId. updated_at: the version of a contact record, the moment of an event.
CREATE TEMP TABLE IF NOT EXISTS staged_amazon_connect AS
SELECT
    0 AS file_no, '' AS kind, contact.* EXCLUDE (row_no, file_id), event.state, event.reason AS state_reason,
    event.status_at, event.contact_at, contact.row_no, contact.file_id, '' AS refusal
FROM connect_contact AS contact CROSS JOIN connect_agent_event AS event
LIMIT 0
