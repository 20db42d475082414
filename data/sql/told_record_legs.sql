-- A leg a record, of systems whose records tell a stay in a queue as a whole. Their `facts` are what is taken apart here:
-- instants in microseconds, parts of the work in seconds, and nothing of what is not known. Flags are parted by |.
INSERT INTO staged_leg BY NAME
SELECT
    source_system,
    source_instance,
    record_id AS leg_id,
    group_id AS contact_id,
    fact.kind,
    coalesce(fact.direction, 'in') AS direction,
    fact.channel,
    fact.queue AS queue_key,
    CAST(CASE WHEN list_contains(getvariable('told_tier_two'), fact.queue) THEN 2 ELSE 1 END AS TINYINT) AS tier,
    fact.agent AS agent_key,
    make_timestamptz(fact.entered_us) AS entered_at,
    make_timestamptz(fact.answered_us) AS answered_at,
    make_timestamptz(fact.ended_us) AS ended_at,
    make_timestamptz(fact.done_us) AS acw_end_at,
    fact.ivr_s,
    fact.wait_s,
    fact.ring_s,
    fact.talk_s,
    fact.hold_s,
    fact.acw_s,
    coalesce(fact.talk_includes_hold, false) AS talk_includes_hold,
    fact.talk_s + fact.acw_s + CASE WHEN fact.talk_includes_hold THEN 0 ELSE fact.hold_s END AS handle_s,
    CASE WHEN handle_s IS NULL THEN 'unknown' WHEN fact.talk_includes_hold THEN 'derived' ELSE 'measured' END AS handle_quality,
    fact.outcome,
    fact.kind IN ('queue', 'transfer', 'direct') AND fact.outcome NOT IN ('blocked', 'after_hours', 'spam', 'cancelled') AS offered,
    CASE fact.outcome WHEN 'abandoned' THEN 'customer' ELSE 'unknown' END AS end_party,
    fact.transfer_to,
    fact.topic,
    customer_key,
    'UTC' AS source_tz,
    false AS tz_assumed,
    updated_at AS source_updated_at,
    content AS row_hash,
    file_id,
    row_no,
    coalesce(fact.flags, '') AS flags
FROM (
    SELECT *, from_json(facts, '{
        "kind": "VARCHAR", "direction": "VARCHAR", "channel": "VARCHAR", "queue": "VARCHAR", "agent": "VARCHAR",
        "entered_us": "BIGINT", "answered_us": "BIGINT", "ended_us": "BIGINT", "done_us": "BIGINT", "ivr_s": "DOUBLE",
        "wait_s": "DOUBLE", "ring_s": "DOUBLE", "talk_s": "DOUBLE", "hold_s": "DOUBLE", "acw_s": "DOUBLE",
        "talk_includes_hold": "BOOLEAN", "outcome": "VARCHAR", "transfer_to": "VARCHAR", "topic": "VARCHAR", "flags": "VARCHAR"
    }') AS fact
    FROM told_newest
)
