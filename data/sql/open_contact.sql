-- Written contacts of a queue that wait for a reply at $until, with the closing times by which it is due.
-- A further question of a contact that was answered once waits as well.
SELECT
    leg.queue_key AS queue,
    leg.channel,
    leg.contact_id,
    leg.entered_at AS received_at,
    coalesce(leg.deadline_at, planned.closes_at) AS deadline_at,
    latest.closes_at AS latest_at,
    leg.promised_at,
    leg.next_status_at
FROM contact_leg AS leg
ASOF JOIN closing AS receipt ON leg.entered_at < receipt.closes_at
JOIN closing AS planned ON planned.place = receipt.place + $deadline_days
JOIN closing AS latest ON latest.place = receipt.place + $latest_days
WHERE leg.queue_key = $queue AND leg.direction = 'in' AND leg.entered_at < $until
    AND (leg.offered OR leg.kind = 'reply_cycle')
    AND (leg.outcome = 'open' OR coalesce(leg.answered_at, leg.ended_at, leg.entered_at) >= $until)
