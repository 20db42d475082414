-- Days, in UTC, of which no count is kept: those of which a leg came or went, and that before whose end the desk keeps
-- only some contacts.
CREATE OR REPLACE TEMP TABLE day_again AS
SELECT DISTINCT day FROM stale_day
UNION
SELECT day
FROM kept_day
JOIN retained_from ON kept_day.first_at < from_at AND kept_day.last_at >= from_at AND kind = 'legs'
