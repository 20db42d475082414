-- What call records told, one row a record and delivering file; they speak of calls that no queue_log knows.
CREATE TABLE IF NOT EXISTS asterisk_call_record (
    source_instance TEXT NOT NULL,
    call_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    at_s BIGINT NOT NULL,
    answered_s BIGINT,
    duration_s INTEGER,
    billed_s INTEGER,
    disposition ENUM('ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED', 'CONGESTION') NOT NULL,
    application TEXT NOT NULL,
    reached TEXT,
    queue_key TEXT,
    customer_key TEXT,
    is_doubtful BOOLEAN NOT NULL,
    tz_assumed BOOLEAN NOT NULL,
    content UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
