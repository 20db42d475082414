-- Contacts that entered any queue of a channel, by open interval: what tells a hole in the log from a quiet hour.
-- Written contacts that come while the channel is closed belong to the interval in which it opens next.
SELECT piece.interval_start, count(*) AS offered
FROM contact_leg AS leg
ASOF JOIN open_piece AS piece ON leg.entered_at < piece.open_until
WHERE leg.channel = $channel AND leg.offered AND leg.direction = 'in'
    AND (leg.entered_at >= piece.open_from OR NOT $live) AND leg.entered_at < $until
GROUP BY piece.interval_start
