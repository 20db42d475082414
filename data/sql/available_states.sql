-- How many stretches tell that somebody waited for contacts.
SELECT count(*) FROM agent_state WHERE state = 'available' AND end_utc > $first AND end_utc <= $until
