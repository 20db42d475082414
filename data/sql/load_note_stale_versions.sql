-- Days of legs that may come to the log or leave it.
INSERT INTO stale_day
SELECT DISTINCT queue_key, channel::TEXT, make_timestamp(epoch_us(entered_at))::DATE
FROM (
    SELECT queue_key, channel, entered_at FROM contact_leg JOIN version ON version.known_place = contact_leg.rowid
    UNION ALL
    SELECT queue_key, channel, entered_at FROM leg_beside JOIN version ON version.beside_place = leg_beside.rowid
)
