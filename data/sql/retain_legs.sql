INSERT INTO stale_day
SELECT DISTINCT queue_key, channel::TEXT, (entered_at AT TIME ZONE 'UTC')::DATE FROM contact_leg WHERE entered_at < $before;
DELETE FROM leg_delivery
WHERE leg_key IN (
    SELECT leg_key FROM contact_leg WHERE entered_at < $before
    UNION SELECT leg_key FROM leg_beside WHERE entered_at < $before
);
DELETE FROM leg_beside WHERE entered_at < $before;
DELETE FROM contact_leg WHERE entered_at < $before
