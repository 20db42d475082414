-- The same of a queue, with all that is kept.
SELECT kept_interval.* EXCLUDE (kind, name, form, known_at)
FROM kept_interval
JOIN wanted_interval USING (interval_start)
WHERE kind = 'queue' AND name = $name AND (known_at IS NULL OR known_at < $until)
    AND form = hash(stretches, $short_abandon_seconds::DOUBLE, $threshold_seconds::DOUBLE)
    AND first_day NOT IN (SELECT day FROM stale_day WHERE queue_key = $name)
    AND last_day NOT IN (SELECT day FROM stale_day WHERE queue_key = $name)
