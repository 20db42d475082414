-- Empty tables for what one import command brings; data/importers says how an importer fills them.
CREATE OR REPLACE TEMP TABLE staged_file (
    file_no INTEGER, file_id TEXT, file_name TEXT, sha256 TEXT, importer TEXT, mapping_name TEXT, mapping_hash TEXT,
    encoding TEXT, source_tz TEXT
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
