-- What is kept of the intervals wanted and holds as of $until; those without a contact too.
SELECT kept_interval.* EXCLUDE (kind, name, form, known_at)
FROM kept_interval
JOIN wanted_interval USING (interval_start)
WHERE kind = $kind AND name = $name AND (known_at IS NULL OR known_at < $until)
    AND form = hash(stretches, $short_abandon_seconds::DOUBLE, $threshold_seconds::DOUBLE)
    AND first_day NOT IN (SELECT day FROM stale_day WHERE $name = CASE $kind WHEN 'queue' THEN queue_key ELSE channel END)
    AND last_day NOT IN (SELECT day FROM stale_day WHERE $name = CASE $kind WHEN 'queue' THEN queue_key ELSE channel END)
