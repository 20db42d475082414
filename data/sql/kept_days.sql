-- Counts of the days of which none is kept, in their place.
DELETE FROM kept_day WHERE day IN (FROM day_again);

INSERT INTO kept_day
SELECT make_timestamp(epoch_us(entered_at))::DATE AS day, min(entered_at), max(entered_at), count(*)
FROM contact_leg
WHERE offered AND direction = 'in' AND make_timestamp(epoch_us(entered_at))::DATE IN (FROM day_again)
    AND entered_at >= $again_from::TIMESTAMPTZ AND entered_at < $again_until::TIMESTAMPTZ
GROUP BY day
