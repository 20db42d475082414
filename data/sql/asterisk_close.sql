-- A restart ends what is open, unless more is heard of the call after it.
UPDATE asterisk_leg
SET restart_s = closed.restart_s
FROM (
    SELECT heard.call_id, restart.at_s AS restart_s
    FROM (
        SELECT call_id, max(at_s) + 1 AS from_s
        FROM told_call_event
        WHERE call_id IN (SELECT call_id FROM asterisk_leg WHERE end_event IS NULL AND next_s IS NULL)
        GROUP BY call_id
    ) AS heard
    ASOF JOIN asterisk_restart AS restart ON heard.from_s <= restart.at_s
) AS closed
WHERE asterisk_leg.call_id = closed.call_id AND end_event IS NULL AND next_s IS NULL
