-- What became of the staged legs of each file.
INSERT INTO row_count
SELECT
    staged.file_no,
    count(*) FILTER (version.content IS NULL OR (is_first AND version.stands AND NOT version.was_known)),
    count(*) FILTER (is_first AND version.stands AND version.was_known AND version.known_place IS NULL),
    count(*) FILTER (
        version.content IS NOT NULL AND NOT (is_first AND version.stands AND version.known_place IS NULL)
    )
FROM (
    SELECT file_no, NULL AS leg_key, NULL AS content, NULL AS place
    FROM leg_in_form WHERE leg_key NOT IN (FROM contested_key)
    UNION ALL
    SELECT file_no, leg_key, leg_content(arriving), place FROM arriving
) AS staged
LEFT JOIN version USING (leg_key, content)
CROSS JOIN LATERAL (SELECT staged.place = version.staged_place AS is_first)
GROUP BY staged.file_no
