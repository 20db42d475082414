-- The touched tickets as they were told to be at each moment; of one moment the version that was generated last.
CREATE OR REPLACE TEMP TABLE ticket_version AS
SELECT
    *,
    CAST(NULL AS TIMESTAMPTZ) AS promised_at,
    CAST(NULL AS TIMESTAMPTZ) AS next_status_at,
    row_number() OVER before_it = 1 AS is_first,
    coalesce(bool_or(tier = 1) OVER before_it AND NOT tier = 1, false) AS came_from_tier_one
FROM (
    SELECT zendesk_ticket.*
    FROM zendesk_ticket
    SEMI JOIN zendesk_touched USING (source_instance, ticket_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, ticket_id, updated_at
        ORDER BY generated_at DESC NULLS LAST, is_current DESC, content DESC, file_id, zendesk_ticket.row_no
    ) = 1
)
WINDOW before_it AS (
    PARTITION BY source_instance, ticket_id ORDER BY updated_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
);

CREATE OR REPLACE TEMP TABLE ticket_newest AS
SELECT version.*, metric.reply_s, coalesce(metric.in_minutes, false) AS in_minutes, metric.group_stations, metric.solved_at
FROM (
    FROM ticket_version
    QUALIFY row_number() OVER (PARTITION BY source_instance, ticket_id ORDER BY updated_at DESC) = 1
) AS version
LEFT JOIN (
    SELECT zendesk_metric.*
    FROM zendesk_metric
    SEMI JOIN zendesk_touched USING (source_instance, ticket_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, ticket_id ORDER BY zendesk_metric.updated_at DESC, is_current DESC, content DESC
    ) = 1
) AS metric USING (source_instance, ticket_id)
WHERE version.state <> 'deleted'
