DELETE FROM agent_state WHERE start_utc < $before
