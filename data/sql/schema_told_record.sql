-- What the files of systems told whose records have no table of their own: every version of a record once a file, its facts as
-- JSON in our own words. Nobody's number, address or name, and nothing of what anybody wrote.
CREATE TABLE IF NOT EXISTS told_record (
    source_system TEXT NOT NULL,
    source_instance TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    is_final BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    first_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    customer_key TEXT,
    facts TEXT NOT NULL,
    content UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
