-- Contacts of a queue that entered outside opening hours.
SELECT count(*) FILTER (piece.open_from IS NULL OR leg.entered_at >= piece.open_until)
FROM contact_leg AS leg
ASOF LEFT JOIN open_piece AS piece ON leg.entered_at >= piece.open_from
WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in' AND leg.entered_at < $until
