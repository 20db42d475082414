INSERT INTO stale_day
SELECT DISTINCT queue_key, channel::TEXT, make_timestamp(epoch_us(entered_at))::DATE FROM staged_leg
