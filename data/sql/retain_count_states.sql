SELECT 'agent_state' AS told_in, count(*) AS rows FROM agent_state WHERE coalesce(end_utc, start_utc) < $before
UNION ALL
SELECT 'asterisk_agent_event', count(*) FROM gone_agent_event
UNION ALL
SELECT 'connect_agent_event', count(*) FROM gone_connect_event
