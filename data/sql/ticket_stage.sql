CREATE TEMP TABLE IF NOT EXISTS staged_ticket (
    file_no INTEGER, file_id TEXT, row_no BIGINT, kind TEXT, source_system TEXT, source_instance TEXT, ticket_id TEXT,
    message_id TEXT, state TEXT, created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ, first_replied_at TIMESTAMPTZ,
    last_replied_at TIMESTAMPTZ, last_asked_at TIMESTAMPTZ, solved_at TIMESTAMPTZ, promised_at TIMESTAMPTZ,
    next_status_at TIMESTAMPTZ, channel TEXT, direction TEXT, is_voice BOOLEAN, queue_key TEXT, tier TINYINT, agent_key TEXT,
    topic TEXT, priority TEXT, worked_s DOUBLE, customer_key TEXT, fullness INTEGER, author TEXT, said_at TIMESTAMPTZ,
    messages STRUCT(message_id TEXT, author TEXT, agent_key TEXT, said_at TIMESTAMPTZ)[], content UBIGINT, reason TEXT
)
