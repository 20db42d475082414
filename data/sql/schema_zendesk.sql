-- What the files of a Zendesk account told, one row a record and file: tickets (every version), the metrics of tickets, and
-- the events of those metrics. Nothing of what customers wrote, and nobody's name or address.
CREATE TABLE IF NOT EXISTS zendesk_ticket (
    source_instance TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'merged', 'spam', 'deleted')),
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    generated_at TIMESTAMPTZ,
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
    content UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS zendesk_metric (
    source_instance TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    updated_at TIMESTAMPTZ,
    reply_s DOUBLE,
    in_minutes BOOLEAN NOT NULL,
    group_stations INTEGER,
    solved_at TIMESTAMPTZ,
    content UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS zendesk_event (
    source_instance TEXT NOT NULL,
    event_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    metric TEXT NOT NULL,
    type TEXT NOT NULL,
    instance_id BIGINT NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    content UBIGINT NOT NULL,
    file_id TEXT NOT NULL,
    row_no BIGINT NOT NULL
);
