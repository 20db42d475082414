-- What the log tells of contacts that $queue handed on to $to_queue, as it was known at $until: how many it answered, how
-- many of these are marked as handed on or came to $to_queue afterwards, and how many contacts of $to_queue are among its
-- own counts: those that can be linked, those that are marked without a link, and all without a link. A leg that is marked
-- at $queue and names another queue of the desk ($others) went there.
WITH handled AS (
    SELECT
        source_system, source_instance, contact_id,
        min(entered_at) AS first_at,
        bool_or(
            (is_escalation AND coalesce(transfer_to NOT IN (FROM unnest($others)), true)) OR coalesce(transfer_to = $to_queue, false)
        ) AS is_marked
    FROM contact_leg
    WHERE queue_key = $queue AND direction = 'in' AND outcome = 'answered'
        AND entered_at >= $since::TIMESTAMPTZ AND entered_at < $until::TIMESTAMPTZ
        AND coalesce(answered_at, entered_at) < $until::TIMESTAMPTZ
    GROUP BY ALL
),

taken AS (
    SELECT
        leg.source_system, leg.source_instance, leg.contact_id,
        bool_or(leg.offered AND leg.direction = 'in') AS is_counted,
        bool_or(leg.is_escalation OR leg.kind = 'transfer') AS is_marked,
        bool_or(handled.contact_id IS NOT NULL) AS is_linked
    FROM contact_leg AS leg
    LEFT JOIN handled
        ON handled.source_system = leg.source_system AND handled.source_instance = leg.source_instance
        AND handled.contact_id = leg.contact_id AND handled.first_at <= leg.entered_at
    WHERE leg.queue_key = $to_queue
        AND leg.entered_at >= $since::TIMESTAMPTZ AND leg.entered_at < $until::TIMESTAMPTZ
    GROUP BY ALL
),

linked AS (
    SELECT count(*) AS handled, count(*) FILTER (handled.is_marked OR coalesce(taken.is_linked, false)) AS handed_on
    FROM handled LEFT JOIN taken USING (source_system, source_instance, contact_id)
)

SELECT
    linked.handled,
    linked.handed_on,
    count(*) FILTER (taken.is_counted AND taken.is_linked) AS linked,
    count(*) FILTER (taken.is_counted AND NOT taken.is_linked AND taken.is_marked) AS marked,
    count(*) FILTER (taken.is_counted AND NOT taken.is_linked) AS unlinked
FROM linked LEFT JOIN taken ON true
GROUP BY ALL
