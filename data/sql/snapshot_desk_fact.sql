SELECT key, value FROM staged_desk_fact
