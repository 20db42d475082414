-- What belongs to the newest forecast of each queue; an older forecast's rows must not outlive it.
SELECT * FROM issued_override AS issued
WHERE issued_at = (SELECT max(issued_at) FROM issued_forecast AS forecast WHERE forecast.queue = issued.queue)
