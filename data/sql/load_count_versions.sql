-- Of the contested ones those are new, changed or the same that their versions make so.
INSERT INTO row_count
SELECT
    arriving.file_no,
    count(*) FILTER (is_winner AND NOT version.was_known) - count(*),
    count(*) FILTER (is_winner AND version.was_known),
    count(*) FILTER (NOT is_winner)
FROM (SELECT file_no, leg_key, leg_content(arriving) AS content, place FROM arriving) AS arriving
JOIN version USING (leg_key, content)
CROSS JOIN LATERAL (
    SELECT version.stands AND version.known_place IS NULL AND arriving.place = version.staged_place AS is_winner
)
GROUP BY arriving.file_no
