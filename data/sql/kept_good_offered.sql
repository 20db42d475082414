-- Of which intervals wanted of a queue or a channel what is kept holds as of $until, and what was offered in them.
SELECT interval_start, offered
FROM kept_interval
JOIN wanted_interval USING (interval_start)
WHERE kind = $kind AND name = $name AND (known_at IS NULL OR known_at < $until)
    AND form = hash(stretches, $short_abandon_seconds::DOUBLE, $threshold_seconds::DOUBLE)
    AND first_day NOT IN (SELECT day FROM stale_day WHERE $name = CASE $kind WHEN 'queue' THEN queue_key ELSE channel END)
    AND last_day NOT IN (SELECT day FROM stale_day WHERE $name = CASE $kind WHEN 'queue' THEN queue_key ELSE channel END)
