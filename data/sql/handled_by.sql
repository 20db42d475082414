-- How long contacts took by who handled them, queue and topic, with the sum of squares: contacts whose work was over
-- between $since and $until, and of people in `known_from` only those from then on.
SELECT
    leg.agent_key,
    leg.queue_key AS queue,
    coalesce(leg.topic, '') AS topic,
    count(*) AS contacts,
    sum(leg.handle_s) AS handle_s,
    sum(leg.handle_s * leg.handle_s) AS handle_s2
FROM contact_leg AS leg
LEFT JOIN known_from ON known_from.person = leg.agent_key
WHERE
    leg.agent_key IS NOT NULL AND leg.outcome = 'answered' AND leg.direction = 'in' AND leg.handle_s > 0
    AND leg.handle_quality IN ('measured', 'derived')
    AND leg.entered_at >= greatest($since::TIMESTAMPTZ, coalesce(known_from.from_at, $since::TIMESTAMPTZ))
    AND coalesce(leg.acw_end_at, leg.ended_at, leg.answered_at, leg.entered_at) < $until
    AND leg.queue_key IN (SELECT queue FROM known_queue)
GROUP BY ALL
ORDER BY ALL
