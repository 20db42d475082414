-- The first legs of a log that was read into a store of its own.
SELECT
    row_no, queue_key, outcome, entered_at, answered_at, ended_at, wait_s, talk_s, hold_s, acw_s, handle_s, agent_key,
    topic, array_to_string(flags, '|') AS flags
FROM contact_leg
ORDER BY row_no, entered_at, leg_id
LIMIT $rows
