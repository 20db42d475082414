-- Empty tables for what one import command brings.
CREATE OR REPLACE TEMP TABLE staged_leg AS
SELECT 0 AS file_no, * EXCLUDE (flags), '' AS flags FROM contact_leg LIMIT 0;
CREATE OR REPLACE TEMP TABLE staged_total AS SELECT 0 AS file_no, * FROM interval_stat LIMIT 0;
CREATE OR REPLACE TEMP TABLE staged_reject (file_no INTEGER, row_no BIGINT, reason TEXT, masked_text TEXT);
CREATE OR REPLACE TEMP TABLE staged_file (
    file_no INTEGER, file_id TEXT, file_name TEXT, sha256 TEXT, importer TEXT, mapping_name TEXT, mapping_hash TEXT,
    encoding TEXT, source_tz TEXT
);
