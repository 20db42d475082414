-- Written contacts of a queue that wait for a reply at $until, with the instants by which it is due.
-- A row of reply_due holds for what is received from its from_at until that of the next. Where it runs, each of them is
-- due as much later as it came later: counted in microseconds, which a clock change does not touch.
-- A further question of a contact that was answered once waits as well.
WITH waiting AS (
    SELECT
        leg.*,
        due.due_at + to_microseconds(due.runs * (epoch_us(leg.entered_at) - epoch_us(due.from_at))) AS planned_at,
        due.latest_at
    FROM contact_leg AS leg
    ASOF JOIN reply_due AS due ON leg.entered_at >= due.from_at
    WHERE leg.queue_key = $queue AND leg.direction = 'in' AND leg.entered_at < $until
        AND (leg.offered OR leg.kind = 'reply_cycle')
        AND (leg.outcome = 'open' OR coalesce(leg.answered_at, leg.ended_at, leg.entered_at) >= $until)
)

SELECT
    queue_key AS queue,
    channel,
    contact_id,
    entered_at AS received_at,
    coalesce(deadline_at, planned_at) AS deadline_at,
    greatest(latest_at, planned_at) AS latest_at,
    promised_at,
    next_status_at
FROM waiting
