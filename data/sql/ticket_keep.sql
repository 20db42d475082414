-- The staged records join the stored ones, once a file; a file that was read this way before has its records there already.
DELETE FROM staged_ticket
WHERE (file_no, file_id) NOT IN (SELECT (file_no, file_id) FROM staged_file WHERE NOT is_known);

INSERT INTO ticket_told BY NAME
SELECT
    source_system, source_instance, ticket_id, state, created_at, updated_at, first_replied_at, last_replied_at,
    last_asked_at, solved_at, promised_at, next_status_at, channel, direction, is_voice, queue_key, tier, agent_key, topic,
    priority, worked_s, customer_key, fullness, content, file_id, min(row_no) AS row_no
FROM staged_ticket
WHERE kind = 'ticket' AND source_system = $system
GROUP BY ALL;

UPDATE ticket_told SET customer_key = NULL
WHERE customer_key IS NOT NULL AND EXISTS (FROM forgotten_customer)
    AND customer_tombstone(customer_key) IN (SELECT tombstone FROM forgotten_customer);

INSERT INTO ticket_message BY NAME
SELECT
    source_system, source_instance, ticket_id, message_id, author, agent_key, said_at, content, true AS is_own_record,
    file_id, min(row_no) AS row_no
FROM staged_ticket
WHERE kind = 'message' AND source_system = $system
GROUP BY ALL
UNION ALL
SELECT
    source_system, source_instance, ticket_id, message.message_id, message.author, message.agent_key, message.said_at,
    md5_number_lower(concat_ws('|', message.author, coalesce(message.agent_key, ''), message.said_at)), false,
    file_id, min(row_no)
FROM staged_ticket
CROSS JOIN LATERAL (SELECT unnest(messages) AS message)
WHERE kind = 'ticket' AND source_system = $system
GROUP BY ALL;

DELETE FROM staged_ticket WHERE source_system = $system
