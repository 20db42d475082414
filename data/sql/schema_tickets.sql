-- What the files of ticket systems told (all but Zendesk, which has tables of its own), one row a record and file: tickets (every
-- version), and who wrote when in them. Nothing of what anybody wrote, and nobody's name or address.
CREATE TABLE IF NOT EXISTS ticket_told (
    source_system TEXT NOT NULL,
    source_instance TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'merged', 'spam', 'deleted')),
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ NOT NULL,
    first_replied_at TIMESTAMPTZ,
    last_replied_at TIMESTAMPTZ,
    last_asked_at TIMESTAMPTZ,
    solved_at TIMESTAMPTZ,
    promised_at TIMESTAMPTZ,
    next_status_at TIMESTAMPTZ,
    channel TEXT,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    is_voice BOOLEAN NOT NULL,
    queue_key TEXT,
    tier TINYINT,
    agent_key TEXT,
    topic TEXT,
    priority TEXT,
    worked_s DOUBLE,
    customer_key TEXT,
    fullness INTEGER NOT NULL,
    content UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS ticket_message (
    source_system TEXT NOT NULL,
    source_instance TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    author TEXT NOT NULL CHECK (author IN ('customer', 'agent', 'nobody')),
    agent_key TEXT,
    said_at TIMESTAMPTZ NOT NULL,
    content UBIGINT NOT NULL,
    is_own_record BOOLEAN NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
)
