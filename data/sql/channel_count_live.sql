-- What channel_count tells, for channels where people wait for an answer, by slots of time.
SELECT asked_slot.interval_start, count(*) AS offered, max(leg.entered_at) AS known_at
FROM contact_leg AS leg
JOIN asked_slot ON asked_slot.slot = epoch_us(leg.entered_at) // $slot_us
WHERE leg.channel = $name AND leg.offered AND leg.direction = 'in' AND leg.entered_at < $until
    AND leg.entered_at >= $asked_from::TIMESTAMPTZ AND leg.entered_at < $asked_until::TIMESTAMPTZ
GROUP BY asked_slot.interval_start
