-- Who is named in staged rows, and by which pseudonym the store will know them.
CREATE OR REPLACE TEMP TABLE agent_name AS
SELECT told, agent_key_of(told) AS agent_key
FROM (SELECT DISTINCT agent_key AS told FROM staged_leg UNION SELECT agent_key FROM staged_state)
WHERE told IS NOT NULL
