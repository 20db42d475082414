-- Days of legs that are replaced.
INSERT INTO stale_day
SELECT DISTINCT contact_leg.queue_key, contact_leg.channel::TEXT, (contact_leg.entered_at AT TIME ZONE 'UTC')::DATE
FROM contact_leg
WHERE (source_system, source_instance, contact_id) IN (SELECT (source_system, source_instance, group_id) FROM staged_group)
