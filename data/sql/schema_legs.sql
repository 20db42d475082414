-- The log: legs, where they came from, and the rows that could not become legs.
-- No index on text keys: at millions of legs it costs more than all the rest of an import. That a leg stands once is
-- kept by the loading core, which looks for `leg_key`, a hash of the three columns that name a leg. Texts that differ from
-- row to row are stored as they are: to look for a shorter form of them takes as long as to read them from a file.
CREATE TABLE IF NOT EXISTS store_format (number INTEGER NOT NULL);
INSERT INTO store_format SELECT 2 WHERE NOT EXISTS (FROM store_format);
-- Which schema files brought the store into form last, by their digest: with the same ones there is nothing to make.
CREATE TABLE IF NOT EXISTS made_from (digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS contact_leg (
    source_system TEXT NOT NULL,
    source_instance TEXT NOT NULL,
    leg_id TEXT NOT NULL USING COMPRESSION uncompressed,
    contact_id TEXT NOT NULL USING COMPRESSION uncompressed,
    leg_seq INTEGER NOT NULL,
    parent_leg_id TEXT,
    kind ENUM('queue', 'direct', 'transfer', 'callback', 'outbound', 'ivr_only', 'voicemail', 'reply_cycle') NOT NULL,
    direction ENUM('in', 'out', 'internal') NOT NULL,
    channel ENUM('phone', 'mail', 'chat', 'form', 'video', 'sms', 'social') NOT NULL,
    queue_key TEXT NOT NULL,
    tier TINYINT,
    agent_key TEXT,
    entered_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    acw_end_at TIMESTAMPTZ,
    ivr_s DOUBLE,
    wait_s DOUBLE,
    ring_s DOUBLE,
    talk_s DOUBLE,
    hold_s DOUBLE,
    consult_s DOUBLE,
    acw_s DOUBLE,
    talk_includes_hold BOOLEAN NOT NULL,
    handle_s DOUBLE,
    handle_quality ENUM('measured', 'derived', 'imputed', 'unknown') NOT NULL,
    outcome ENUM(
        'answered', 'abandoned', 'ivr_exit', 'blocked', 'overflowed_out', 'timeout', 'voicemail',
        'callback_requested', 'after_hours', 'failed', 'open', 'spam', 'cancelled'
    ) NOT NULL,
    offered BOOLEAN NOT NULL,
    is_entry BOOLEAN NOT NULL,
    end_party ENUM('customer', 'agent', 'system', 'unknown') NOT NULL,
    transfer_to TEXT,
    is_escalation BOOLEAN NOT NULL,
    callback_of TEXT,
    topic TEXT,
    priority TEXT,
    customer_segment TEXT,
    customer_key TEXT,
    deadline_at TIMESTAMPTZ,
    promised_at TIMESTAMPTZ,
    next_status_at TIMESTAMPTZ,
    source_tz TEXT NOT NULL,
    tz_assumed BOOLEAN NOT NULL,
    source_updated_at TIMESTAMPTZ,
    row_hash UBIGINT,
    file_id TEXT NOT NULL,
    row_no BIGINT,
    batch_id BIGINT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    flags TEXT[] NOT NULL,
    leg_key UBIGINT NOT NULL
);
-- Versions of legs that another version stands above, or that only a superseded reading of a file gave; should a batch be
-- undone, the best that is left stands. No file is asked for again.
CREATE TABLE IF NOT EXISTS leg_beside AS SELECT * FROM contact_leg LIMIT 0;
-- Further files that gave a version which is stored already.
CREATE TABLE IF NOT EXISTS leg_delivery (
    leg_key UBIGINT NOT NULL, content UBIGINT NOT NULL, file_id TEXT NOT NULL, row_no BIGINT
);
-- One row a file and reading of it: the same file under a changed mapping is another row. Of several readings of one file
-- by one mapping the newest is active; a reading is current where no newer file came with another form of its mapping.
CREATE TABLE IF NOT EXISTS import_file (
    file_id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    importer TEXT NOT NULL,
    mapping_name TEXT NOT NULL,
    mapping_hash TEXT NOT NULL,
    encoding TEXT NOT NULL,
    source_tz TEXT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_new BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_same BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    first_at TIMESTAMPTZ,
    last_at TIMESTAMPTZ,
    batch_id BIGINT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    completeness INTEGER NOT NULL,
    is_active BOOLEAN NOT NULL,
    is_current BOOLEAN NOT NULL,
    CHECK (rows_read = rows_new + rows_changed + rows_same + rows_rejected)
);
-- One row a file that an import command named: the same file may come again.
CREATE TABLE IF NOT EXISTS import_delivery (
    batch_id BIGINT NOT NULL,
    file_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_new BIGINT NOT NULL,
    rows_changed BIGINT NOT NULL,
    rows_same BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL,
    undone_at TIMESTAMPTZ,
    CHECK (rows_read = rows_new + rows_changed + rows_same + rows_rejected)
);
CREATE TABLE IF NOT EXISTS import_reject (
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL,
    reason TEXT NOT NULL,
    masked_text TEXT NOT NULL,
    PRIMARY KEY (file_id, row_no)
);
-- What sources told of stretches of time as a whole. Single contacts of the same queue and day stand above it.
CREATE TABLE IF NOT EXISTS interval_stat (
    source_system TEXT NOT NULL,
    source_instance TEXT NOT NULL,
    queue_key TEXT NOT NULL,
    channel TEXT NOT NULL,
    start_utc TIMESTAMPTZ NOT NULL,
    interval_s INTEGER NOT NULL CHECK (interval_s BETWEEN 300 AND 86400),
    offered DOUBLE NOT NULL,
    answered DOUBLE,
    abandoned DOUBLE,
    short_abandoned DOUBLE,
    blocked DOUBLE,
    answered_in_sl DOUBLE,
    sl_s DOUBLE,
    wait_answered_s DOUBLE,
    wait_abandoned_s DOUBLE,
    talk_s DOUBLE,
    hold_s DOUBLE,
    acw_s DOUBLE,
    handle_s DOUBLE,
    staffed_s DOUBLE,
    row_hash UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL
);
-- The same as every file told it; the best of each stretch stands in interval_stat.
CREATE TABLE IF NOT EXISTS total_told AS SELECT * FROM interval_stat LIMIT 0;
-- What people were doing, from when until when: half-open stretches, none overlapping another of the same person.
CREATE TABLE IF NOT EXISTS agent_state (
    source_system TEXT NOT NULL,
    source_instance TEXT NOT NULL,
    agent_key TEXT NOT NULL,
    start_utc TIMESTAMPTZ NOT NULL,
    end_utc TIMESTAMPTZ,
    state TEXT NOT NULL
        CHECK (state IN ('available', 'on_contact', 'hold', 'after_call_work', 'pause', 'training', 'meeting', 'offline')),
    reason TEXT,
    file_id TEXT NOT NULL,
    row_no BIGINT
);
-- Whom the desk was asked to forget: digests of customer keys, which name nobody.
CREATE TABLE IF NOT EXISTS forgotten_customer (tombstone TEXT NOT NULL);
