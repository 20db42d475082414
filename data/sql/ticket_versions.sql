-- The touched tickets as they were told to be at each moment; of one moment the fullest record.
CREATE OR REPLACE TEMP TABLE ticket_version AS
SELECT
    *,
    row_number() OVER before_it = 1 AS is_first,
    coalesce(bool_or(tier = 1) OVER before_it AND NOT tier = 1, false) AS came_from_tier_one
FROM (
    SELECT ticket_told.*
    FROM ticket_told
    SEMI JOIN ticket_touched USING (source_instance, ticket_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active AND source_system = $system
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, ticket_id, updated_at
        ORDER BY is_current DESC, fullness DESC, content DESC, file_id, ticket_told.row_no
    ) = 1
)
WINDOW before_it AS (
    PARTITION BY source_instance, ticket_id ORDER BY updated_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
);

CREATE OR REPLACE TEMP TABLE ticket_newest AS
SELECT
    *, CAST(NULL AS DOUBLE) AS reply_s, false AS in_minutes, CAST(NULL AS INTEGER) AS group_stations
FROM (
    FROM ticket_version
    QUALIFY row_number() OVER (PARTITION BY source_instance, ticket_id ORDER BY updated_at DESC) = 1
)
WHERE state <> 'deleted'
