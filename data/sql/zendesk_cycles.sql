-- A cycle begins when a customer waits for a reply and ends with the reply. A reply whose beginning no file told yet is kept
-- for a ticket of which no beginning at all was told.
CREATE OR REPLACE TEMP TABLE ticket_cycle AS
WITH happened AS (
    SELECT zendesk_event.*
    FROM zendesk_event
    SEMI JOIN zendesk_touched USING (source_instance, ticket_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active AND metric = 'reply_time' AND type IN ('activate', 'fulfill')
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, event_id ORDER BY is_current DESC, content DESC, file_id, zendesk_event.row_no
    ) = 1
),

stretch AS (
    SELECT
        source_instance, ticket_id, instance_id,
        min(happened_at) FILTER (type = 'activate') AS activated_at,
        min(happened_at) FILTER (type = 'fulfill') AS fulfilled_at
    FROM happened
    GROUP BY source_instance, ticket_id, instance_id
)

SELECT
    *,
    CAST(NULL AS TEXT) AS agent_key,
    false AS is_by_last_message,
    row_number() OVER (
        PARTITION BY source_instance, ticket_id ORDER BY activated_at NULLS LAST, fulfilled_at, instance_id
    ) AS place
FROM stretch
QUALIFY activated_at IS NOT NULL OR place = 1
