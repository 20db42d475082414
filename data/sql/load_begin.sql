-- Empty tables for what one import command brings; data/importers says how an importer fills them.
CREATE OR REPLACE TEMP TABLE staged_file (
    file_no INTEGER, file_id TEXT, file_name TEXT, sha256 TEXT, importer TEXT, mapping_name TEXT, mapping_hash TEXT,
    encoding TEXT, source_tz TEXT, completeness INTEGER, is_known BOOLEAN
);
-- reason and masked_text are of rows that turn out to be no legs; they leave for staged_reject.
CREATE OR REPLACE TEMP TABLE staged_leg AS
SELECT
    0 AS file_no, * EXCLUDE (flags, leg_key, batch_id, imported_at),
    '' AS flags, '' AS reason, '' AS masked_text
FROM contact_leg LIMIT 0;
CREATE OR REPLACE TEMP TABLE staged_total AS
SELECT 0 AS file_no, * EXCLUDE (file_id, batch_id, imported_at) FROM interval_stat LIMIT 0;
CREATE OR REPLACE TEMP TABLE staged_state AS SELECT 0 AS file_no, * FROM agent_state LIMIT 0;
CREATE OR REPLACE TEMP TABLE staged_reject (file_no INTEGER, row_no BIGINT, reason TEXT, masked_text TEXT);
CREATE OR REPLACE TEMP TABLE staged_group (source_system TEXT, source_instance TEXT, group_id TEXT);
CREATE OR REPLACE TEMP TABLE staged_agent (source_system TEXT, source_instance TEXT, agent_key TEXT);
CREATE OR REPLACE TEMP TABLE staged_tally (file_no INTEGER, rows_new BIGINT, rows_changed BIGINT, rows_same BIGINT);
CREATE OR REPLACE TEMP TABLE agent_name (told TEXT, agent_key TEXT);
CREATE OR REPLACE TEMP TABLE row_count (file_no INTEGER, rows_new BIGINT, rows_changed BIGINT, rows_same BIGINT);
CREATE OR REPLACE TEMP TABLE file_span (file_no INTEGER, first_at TIMESTAMPTZ, last_at TIMESTAMPTZ);
-- What identifies a version of a leg: everything told of it, but for where it stood and whom it was about.
CREATE OR REPLACE TEMP MACRO leg_content(leg) AS hash(
    leg.contact_id, leg.parent_leg_id, leg.kind, leg.direction, leg.channel, leg.queue_key, leg.tier, leg.agent_key,
    leg.entered_at, leg.answered_at, leg.ended_at, leg.acw_end_at, leg.ivr_s, leg.wait_s, leg.ring_s, leg.talk_s,
    leg.hold_s, leg.consult_s, leg.acw_s, leg.talk_includes_hold, leg.handle_s, leg.handle_quality, leg.outcome,
    leg.offered, leg.end_party, leg.transfer_to, leg.is_escalation, leg.callback_of, leg.topic, leg.priority,
    leg.customer_segment, leg.deadline_at, leg.promised_at, leg.next_status_at, leg.source_tz, leg.tz_assumed,
    leg.source_updated_at, leg.row_hash, array_to_string(leg.flags, '|')
);
CREATE OR REPLACE TEMP VIEW staged_key AS SELECT hash(source_system, source_instance, leg_id) AS leg_key FROM staged_leg;
-- Staged legs as the log holds them. Where no source tells which rows belong together, a row is a contact of its own, named
-- so that no told contact is ever meant.
CREATE OR REPLACE TEMP VIEW leg_in_form AS
SELECT
    staged_leg.* EXCLUDE (flags, contact_id, leg_seq, is_entry, is_escalation, agent_key, file_id, reason, masked_text),
    coalesce(staged_leg.contact_id, staged_leg.source_instance || '/' || staged_leg.leg_id) AS contact_id,
    1 AS leg_seq,
    kind NOT IN ('callback', 'outbound', 'reply_cycle') AND (offered OR outcome = 'blocked') AS is_entry,
    coalesce(staged_leg.is_escalation, false) AS is_escalation,
    coalesce(agent_name.agent_key, staged_leg.agent_key) AS agent_key,
    coalesce(staged_leg.file_id, staged_file.file_id) AS file_id,
    CASE WHEN coalesce(staged_leg.flags, '') = '' THEN CAST([] AS TEXT[]) ELSE string_split(staged_leg.flags, '|') END
        AS flags,
    hash(staged_leg.source_system, staged_leg.source_instance, staged_leg.leg_id) AS leg_key
FROM staged_leg
LEFT JOIN staged_file USING (file_no)
LEFT JOIN agent_name ON agent_name.told = staged_leg.agent_key;
