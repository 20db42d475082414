-- A cycle begins with the first of what a customer wrote without a reply between, and ends with the reply. A ticket begins
-- with what opened it. What its own figures tell of first and last messages counts where no file told of that message.
CREATE OR REPLACE TEMP TABLE ticket_cycle AS
WITH said AS (
    SELECT source_instance, ticket_id, author, agent_key, said_at, message_id
    FROM ticket_message
    SEMI JOIN ticket_touched USING (source_instance, ticket_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active AND source_system = $system
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, ticket_id, message_id
        ORDER BY is_current DESC, content DESC, file_id, ticket_message.row_no
    ) = 1
),

edge AS (
    SELECT
        source_instance, ticket_id,
        min(said_at) FILTER (author = 'agent') AS first_reply_at,
        max(said_at) FILTER (author = 'agent') AS last_reply_at,
        max(said_at) FILTER (author = 'customer') AS last_word_at
    FROM said
    GROUP BY source_instance, ticket_id
),

ticket AS (FROM ticket_newest LEFT JOIN edge USING (source_instance, ticket_id)),

moment AS (
    SELECT
        source_instance, ticket_id, created_at AS moment_at, CASE direction WHEN 'in' THEN 'customer' ELSE 'opening' END AS author,
        CAST(NULL AS TEXT) AS agent_key, false AS is_figure, 0 AS rank, '' AS message_id
    FROM ticket
    UNION ALL
    SELECT source_instance, ticket_id, said.said_at, said.author, said.agent_key, false, 2, said.message_id
    FROM said
    SEMI JOIN ticket USING (source_instance, ticket_id)
    WHERE said.author <> 'nobody'
    UNION ALL
    SELECT source_instance, ticket_id, first_replied_at, 'agent', NULL, true, 1, ''
    FROM ticket
    WHERE first_replied_at < first_reply_at OR first_reply_at IS NULL
    UNION ALL
    SELECT source_instance, ticket_id, last_replied_at, 'agent', NULL, true, 1, ''
    FROM ticket
    WHERE last_replied_at > last_reply_at OR last_reply_at IS NULL
    UNION ALL
    SELECT source_instance, ticket_id, last_asked_at, 'customer', NULL, true, 1, ''
    FROM ticket
    WHERE last_asked_at > last_word_at OR last_word_at IS NULL
),

turn AS (
    SELECT
        *,
        count(*) FILTER (author <> 'agent' AND before_it IS DISTINCT FROM author) OVER in_order AS place
    FROM (
        SELECT *, lag(author) OVER in_order AS before_it
        FROM moment
        WHERE moment_at IS NOT NULL
        WINDOW in_order AS (PARTITION BY source_instance, ticket_id ORDER BY moment_at, rank, author DESC, message_id)
    )
    WINDOW in_order AS (PARTITION BY source_instance, ticket_id ORDER BY moment_at, rank, author DESC, message_id)
),

stretch AS (
    SELECT
        source_instance, ticket_id, place AS instance_id, place,
        min(moment_at) FILTER (author <> 'agent') AS activated_at,
        min(moment_at) FILTER (author <> 'customer') AS fulfilled_at,
        min_by(agent_key, (moment_at, rank, message_id)) FILTER (author = 'agent') AS agent_key,
        bool_or(is_figure AND author = 'customer' AND before_it = 'agent') AS is_by_last_message
    FROM turn
    GROUP BY source_instance, ticket_id, place
)

SELECT * FROM stretch WHERE activated_at IS NOT NULL
