-- The staged records join the stored ones, once a file; a file that was read this way before has its records there already.
DELETE FROM staged_zendesk
WHERE (file_no, file_id) NOT IN (SELECT (file_no, file_id) FROM staged_file WHERE NOT is_known);

INSERT INTO zendesk_ticket BY NAME
SELECT
    source_instance, ticket_id, state, created_at, updated_at, max(generated_at) AS generated_at, channel, direction,
    is_voice, queue_key, tier, agent_key, topic, priority, worked_s, customer_key, content, file_id, min(row_no) AS row_no
FROM staged_zendesk
WHERE kind = 'ticket'
GROUP BY ALL;

UPDATE zendesk_ticket SET customer_key = NULL
WHERE customer_key IS NOT NULL AND EXISTS (FROM forgotten_customer)
    AND customer_tombstone(customer_key) IN (SELECT tombstone FROM forgotten_customer);

INSERT INTO zendesk_metric BY NAME
SELECT
    source_instance, ticket_id, metrics_at AS updated_at, reply_s, in_minutes, group_stations, solved_at,
    md5_number_lower(concat_ws('|', metrics_at, coalesce(reply_s, -1), in_minutes, coalesce(group_stations, -1),
        coalesce(CAST(solved_at AS TEXT), ''))) AS content,
    file_id, min(row_no) AS row_no
FROM staged_zendesk
WHERE has_metrics
GROUP BY ALL;

INSERT INTO zendesk_event BY NAME
SELECT source_instance, identity AS event_id, ticket_id, metric, type, instance_id, happened_at, content, file_id,
    min(row_no) AS row_no
FROM staged_zendesk
WHERE kind = 'event'
GROUP BY ALL;

DROP TABLE staged_zendesk;
DROP TABLE zendesk_known
