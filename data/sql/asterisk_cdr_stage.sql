CREATE TEMP TABLE IF NOT EXISTS staged_asterisk_record (
    file_no INTEGER, source_instance TEXT, row_no BIGINT, call_id TEXT, record_id TEXT, at_s BIGINT, answered_s BIGINT,
    duration_s INTEGER, billed_s INTEGER, disposition TEXT, application TEXT, reached TEXT, queue_key TEXT, caller TEXT,
    is_doubtful BOOLEAN, tz_assumed BOOLEAN, reason TEXT
);
DELETE FROM staged_asterisk_record WHERE file_no = $file_no
