-- Contacts of which everything was told before the limit, with every row that any book holds of them. A call, which a
-- queue_log and call records may both tell of, is one; so is a ticket, and a chain of contacts in Amazon Connect.
CREATE OR REPLACE TEMP MACRO retained_system(source_system) AS
    CASE WHEN source_system IN ('asterisk_queue_log', 'asterisk_cdr') THEN 'asterisk' ELSE source_system END;

CREATE OR REPLACE TEMP MACRO retained_group(source_system, leg_id, contact_id) AS CASE source_system
    WHEN 'asterisk_queue_log' THEN regexp_replace(leg_id, '#[0-9.]+$', '') WHEN 'asterisk_cdr' THEN leg_id ELSE contact_id
END;

CREATE OR REPLACE TEMP VIEW told_stretch AS
SELECT
    retained_system(source_system) AS system, source_instance,
    retained_group(source_system, leg_id, contact_id) AS group_id,
    entered_at AS first_at, greatest(entered_at, answered_at, ended_at, acw_end_at) AS last_at
FROM contact_leg
UNION ALL
SELECT
    retained_system(source_system), source_instance, retained_group(source_system, leg_id, contact_id),
    entered_at, greatest(entered_at, answered_at, ended_at, acw_end_at)
FROM leg_beside
UNION ALL
SELECT 'asterisk', source_instance, call_id, to_timestamp(at_s), to_timestamp(at_s) FROM asterisk_call_event
UNION ALL
SELECT 'asterisk', source_instance, call_id, to_timestamp(at_s), to_timestamp(at_s + coalesce(duration_s, 0))
FROM asterisk_call_record
UNION ALL
SELECT 'amazon_connect', source_instance, contact_id, initiated_at, updated_at FROM connect_contact
UNION ALL
SELECT
    'zendesk', source_instance, CAST(ticket_id AS TEXT),
    coalesce(created_at, updated_at, generated_at), coalesce(updated_at, created_at, generated_at)
FROM zendesk_ticket
UNION ALL
SELECT 'zendesk', source_instance, CAST(ticket_id AS TEXT), updated_at, updated_at FROM zendesk_metric
UNION ALL
SELECT 'zendesk', source_instance, CAST(ticket_id AS TEXT), happened_at, happened_at FROM zendesk_event
UNION ALL
SELECT source_system, source_instance, group_id, first_at, last_at FROM told_record
UNION ALL
SELECT source_system, source_instance, ticket_id, coalesce(created_at, updated_at), updated_at FROM ticket_told
UNION ALL
SELECT source_system, source_instance, ticket_id, said_at, said_at FROM ticket_message
UNION ALL
SELECT 'cisco_uccx', source_instance, session_key, starts_at, greatest(starts_at, ends_at)
FROM uccx_record
WHERE starts_at IS NOT NULL AND session_key IS NOT NULL;

CREATE OR REPLACE TEMP TABLE old_group AS
SELECT DISTINCT system, source_instance, group_id FROM told_stretch WHERE first_at < $before;

-- Open is what may still be completed: of a leg whose records never tell an end nothing more is to come.
CREATE OR REPLACE TEMP TABLE staying_group AS
SELECT DISTINCT system, source_instance, group_id
FROM told_stretch
SEMI JOIN old_group USING (system, source_instance, group_id)
WHERE last_at >= $before
UNION
SELECT
    retained_system(source_system), source_instance, retained_group(source_system, leg_id, contact_id)
FROM contact_leg
WHERE entered_at < $before
    AND (outcome = 'open' AND NOT list_contains(flags, 'outcome_not_told') OR list_contains(flags, 'open_at_eof'))
UNION
SELECT 'zendesk', source_instance, CAST(ticket_id AS TEXT)
FROM zendesk_ticket
JOIN import_file USING (file_id)
WHERE is_active
GROUP BY source_instance, ticket_id
HAVING arg_max(state, (coalesce(updated_at, created_at), generated_at, content)) = 'open'
UNION
SELECT source_system, source_instance, ticket_id
FROM ticket_told
JOIN import_file USING (file_id)
WHERE is_active
GROUP BY source_system, source_instance, ticket_id
HAVING arg_max(state, (updated_at, fullness, content)) = 'open';

-- A contact of Amazon Connect that another goes on with stays as long as that other.
CREATE OR REPLACE TEMP TABLE connect_chain AS
WITH linked AS (
    SELECT source_instance, contact_id, record_id AS near_id, previous_id AS far_id
    FROM connect_contact WHERE previous_id IS NOT NULL
    UNION
    SELECT source_instance, contact_id, record_id, next_id FROM connect_contact WHERE next_id IS NOT NULL
),

pair AS (
    SELECT DISTINCT linked.source_instance, linked.contact_id, told.contact_id AS other_id
    FROM linked
    JOIN connect_contact AS told ON told.source_instance = linked.source_instance AND told.record_id = linked.far_id
    WHERE linked.contact_id <> told.contact_id
)

SELECT source_instance, contact_id, other_id FROM pair
UNION
SELECT source_instance, other_id, contact_id FROM pair;

INSERT INTO staying_group
WITH RECURSIVE reached AS (
    SELECT source_instance, contact_id
    FROM connect_chain
    WHERE (source_instance, contact_id) NOT IN (
        SELECT (source_instance, group_id) FROM old_group WHERE system = 'amazon_connect'
    )
    UNION
    SELECT source_instance, group_id FROM staying_group WHERE system = 'amazon_connect'
    UNION
    SELECT connect_chain.source_instance, connect_chain.other_id
    FROM reached
    JOIN connect_chain USING (source_instance, contact_id)
)

SELECT 'amazon_connect', source_instance, contact_id FROM reached;

CREATE OR REPLACE TEMP TABLE gone_group AS
FROM old_group ANTI JOIN staying_group USING (system, source_instance, group_id);

CREATE OR REPLACE TEMP TABLE gone_call AS SELECT source_instance, group_id AS call_id FROM gone_group WHERE system = 'asterisk';
CREATE OR REPLACE TEMP TABLE gone_contact AS
SELECT source_instance, group_id AS contact_id FROM gone_group WHERE system = 'amazon_connect';
CREATE OR REPLACE TEMP TABLE gone_ticket AS
SELECT source_instance, CAST(group_id AS BIGINT) AS ticket_id FROM gone_group WHERE system = 'zendesk';

CREATE OR REPLACE TEMP TABLE gone_leg AS
SELECT leg_key, true AS stands
FROM contact_leg
WHERE entered_at < $before AND (
    retained_system(source_system), source_instance, retained_group(source_system, leg_id, contact_id)
) IN (SELECT (system, source_instance, group_id) FROM gone_group)
UNION ALL
SELECT leg_key, false
FROM leg_beside
WHERE entered_at < $before AND (
    retained_system(source_system), source_instance, retained_group(source_system, leg_id, contact_id)
) IN (SELECT (system, source_instance, group_id) FROM gone_group)
