-- What people were doing: a contact stands above the status that a person chose. A status begins when its own start says
-- so; what begins because a contact is over, begins with the event that says it.
INSERT INTO staged_state BY NAME
WITH told AS (
    SELECT event.*
    FROM connect_agent_event AS event
    SEMI JOIN (SELECT source_instance, agent_key FROM staged_agent WHERE source_system = 'amazon_connect') AS touched
        USING (source_instance, agent_key)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, record_id ORDER BY updated_at DESC, is_current DESC, content DESC, file_id, event.row_no
    ) = 1
),

begun AS (
    SELECT
        *,
        CASE
            WHEN contact_at IS NOT NULL THEN least(contact_at, updated_at)
            WHEN coalesce(status_at > lag(status_at) OVER of_person, true) THEN least(status_at, updated_at)
            ELSE updated_at
        END AS told_from
    FROM told
    WINDOW of_person AS (PARTITION BY source_instance, agent_key ORDER BY updated_at, record_id)
),

-- None begins before the one that was told earlier; of several that begin together the last told holds.
ordered AS (
    SELECT
        *,
        max(coalesce(told_from, updated_at)) OVER (
            PARTITION BY source_instance, agent_key ORDER BY updated_at, record_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS start_utc
    FROM begun
),

single AS (
    FROM ordered
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, agent_key, start_utc ORDER BY updated_at DESC, record_id DESC
    ) = 1
),

changing AS (
    FROM single
    QUALIFY (state, coalesce(reason, '')) IS DISTINCT FROM lag((state, coalesce(reason, ''))) OVER (
        PARTITION BY source_instance, agent_key ORDER BY start_utc
    )
)

SELECT
    'amazon_connect' AS source_system,
    source_instance,
    agent_key,
    start_utc,
    lead(start_utc) OVER (PARTITION BY source_instance, agent_key ORDER BY start_utc) AS end_utc,
    state,
    reason,
    file_id,
    row_no
FROM changing
