-- The same of a channel, of which nothing is kept but what was offered.
SELECT interval_start, offered
FROM kept_interval
JOIN wanted_interval USING (interval_start)
WHERE kind = 'channel' AND name = $name AND (known_at IS NULL OR known_at < $until)
    AND form = hash(stretches, $short_abandon_seconds::DOUBLE, $threshold_seconds::DOUBLE)
    AND first_day NOT IN (SELECT day FROM stale_day WHERE channel = $name)
    AND last_day NOT IN (SELECT day FROM stale_day WHERE channel = $name)
