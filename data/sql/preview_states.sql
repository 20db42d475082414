-- The first stretches of people's time in a log that was read into a store of its own.
SELECT row_no, agent_key, start_utc AS begins_at, end_utc AS ends_at, state, coalesce(reason, '') AS remark
FROM agent_state
ORDER BY row_no, start_utc, agent_key
LIMIT $rows
