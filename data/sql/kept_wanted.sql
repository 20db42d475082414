-- The intervals asked for, and in which form: those of open_piece.
CREATE OR REPLACE TEMP TABLE wanted_interval AS
SELECT
    interval_start,
    hash(bit_xor(hash(open_from, open_until)), $short_abandon_seconds::DOUBLE, $threshold_seconds::DOUBLE)
        AS form,
    (min(open_from) AT TIME ZONE 'UTC')::DATE AS first_day,
    (max(open_until) AT TIME ZONE 'UTC')::DATE AS last_day
FROM open_piece
GROUP BY interval_start;

CREATE OR REPLACE TEMP TABLE good_interval AS
SELECT kept_interval.*
FROM kept_interval
JOIN wanted_interval USING (interval_start, form)
WHERE kind = $kind AND name = $name AND (known_at IS NULL OR known_at < $until)
    AND first_day NOT IN (SELECT day FROM stale_day WHERE $name = CASE $kind WHEN 'queue' THEN queue_key ELSE channel END)
    AND last_day NOT IN (SELECT day FROM stale_day WHERE $name = CASE $kind WHEN 'queue' THEN queue_key ELSE channel END);

CREATE OR REPLACE TEMP TABLE asked_piece AS
SELECT * FROM open_piece WHERE interval_start NOT IN (SELECT interval_start FROM good_interval)
