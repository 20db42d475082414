DELETE FROM agent_state WHERE coalesce(end_utc, start_utc) < $before;
DELETE FROM asterisk_agent_event WHERE rowid IN (FROM gone_agent_event);
DELETE FROM connect_agent_event WHERE rowid IN (FROM gone_connect_event)
