CREATE TEMP TABLE IF NOT EXISTS staged_zendesk (
    file_no INTEGER, file_id TEXT, row_no BIGINT, kind TEXT, source_instance TEXT, identity BIGINT, ticket_id BIGINT,
    state TEXT, created_at TIMESTAMPTZ, updated_at TIMESTAMPTZ, metrics_at TIMESTAMPTZ, generated_at TIMESTAMPTZ,
    channel TEXT, direction TEXT, is_voice BOOLEAN, queue_key TEXT, tier TINYINT, agent_key TEXT, topic TEXT,
    priority TEXT, worked_s DOUBLE, customer_key TEXT, has_metrics BOOLEAN, reply_told TEXT, reply_s DOUBLE,
    in_minutes BOOLEAN, group_stations INTEGER, solved_at TIMESTAMPTZ, metric TEXT, type TEXT, instance_id BIGINT,
    happened_at TIMESTAMPTZ, content UBIGINT, reason TEXT
)
