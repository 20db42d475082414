-- The staged records join the stored ones, once a file; a file that was read this way before has its records there already.
DELETE FROM staged_amazon_connect
WHERE (file_no, file_id) NOT IN (SELECT (file_no, file_id) FROM staged_file WHERE NOT is_known);

INSERT INTO connect_contact BY NAME
SELECT * EXCLUDE (file_no, kind, state, state_reason, status_at, contact_at, refusal)
FROM staged_amazon_connect
WHERE kind = 'contact'
QUALIFY row_number() OVER (PARTITION BY source_instance, record_id, content, file_id ORDER BY row_no) = 1;

UPDATE connect_contact SET customer_key = NULL
WHERE customer_key IS NOT NULL AND EXISTS (FROM forgotten_customer)
    AND customer_tombstone(customer_key) IN (SELECT tombstone FROM forgotten_customer);

INSERT INTO connect_agent_event BY NAME
SELECT
    source_instance, record_id, agent_key, updated_at, state, state_reason AS reason, status_at, contact_at, content,
    file_id, row_no
FROM staged_amazon_connect
WHERE kind = 'event'
QUALIFY row_number() OVER (PARTITION BY source_instance, record_id, content, file_id ORDER BY row_no) = 1;

DROP TABLE staged_amazon_connect
