INSERT INTO stale_day
SELECT DISTINCT queue_key, channel::TEXT, (entered_at AT TIME ZONE 'UTC')::DATE FROM staged_leg
