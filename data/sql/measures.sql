-- What the log tells, by queue and $grain ('day' or 'month', local; 'all': of all days together): counts, and the rates that follow from them. Unknown is
-- NULL, never 0; beside a figure stands the share of contacts that it rests on. Totals tell only some figures.
WITH counted AS (
    SELECT *, offered AS offered_answers_told, offered AS offered_abandons_told FROM measured_contact
    UNION ALL BY NAME
    SELECT * FROM measured_total
    UNION ALL BY NAME
    SELECT * FROM measured_repeat
    UNION ALL BY NAME
    SELECT * FROM measured_phoned
),

summed AS (
    SELECT
        queue,
        CASE WHEN $grain <> 'all' THEN CAST(date_trunc(replace($grain, 'all', 'day'), date) AS DATE) END AS period,
        sum(COLUMNS(* EXCLUDE (queue, date))) AS '\0'
    FROM counted
    GROUP BY ALL
),

known AS (
    SELECT
        summed.* REPLACE (
            CASE WHEN queue.live AND (summed.abandoned_waits_told > 0 OR summed.abandoned = 0) THEN summed.short_abandoned
            END AS short_abandoned,
            CASE WHEN queue.live AND (summed.waits_told > 0 OR summed.answered = 0) THEN summed.answered_in_threshold
            END AS answered_in_threshold,
            CASE WHEN summed.demand_keyed > 0 THEN coalesce(summed.repeats, 0) END AS repeats
        ),
        queue.channel,
        queue.place,
        queue.live,
        CASE WHEN queue.live THEN queue.threshold_s END AS threshold_seconds,
        CASE WHEN queue.live THEN queue.short_s END AS short_abandon_seconds,
        summed.offered - coalesce(summed.offered_by_totals, 0) AS offered_singly,
        summed.answered - coalesce(summed.answered_by_totals, 0) AS answered_singly,
        summed.blocked - coalesce(summed.blocked_by_totals, 0) AS blocked_singly,
        CASE WHEN queue.live THEN coalesce(summed.waits_told, 0) + coalesce(summed.waits_told_by_totals, 0) END
            AS all_waits_told
    FROM summed
    JOIN measured_queue AS queue USING (queue)
)

SELECT
    queue,
    channel,
    period,
    offered,
    offered_by_totals,
    answered,
    answered / nullif(offered_answers_told, 0) AS answer_rate,
    answered_singly / nullif(offered_singly - short_abandoned, 0) AS answer_rate_less_short,
    answered_singly / nullif(offered_singly + blocked_singly, 0) AS answer_rate_with_blocked,
    abandoned,
    abandoned / nullif(offered_abandons_told, 0) AS abandonment,
    short_abandoned,
    short_abandon_seconds,
    overflowed,
    timed_out,
    voicemail,
    callback_requested,
    failed,
    still_open,
    blocked,
    after_hours,
    ivr_exit,
    callbacks,
    callbacks_reached,
    escalations,
    demand,
    demand_keyed - repeats AS first_attempts,
    repeats,
    repeats / nullif(demand_keyed, 0) AS repeat_share,
    demand_keyed / nullif(demand, 0) AS key_share,
    answered_in_threshold,
    threshold_seconds,
    answered_in_threshold / nullif(offered_singly - short_abandoned, 0) AS service_level,
    CASE WHEN live THEN waits_told / nullif(answered_singly, 0) END AS wait_share,
    CASE WHEN live THEN wait_answered_s / nullif(all_waits_told, 0) END AS asa_seconds,
    handle_s / nullif(handled, 0) AS handle_seconds,
    talk_s / nullif(talk_told, 0) AS talk_seconds,
    hold_s / nullif(hold_told, 0) AS hold_seconds,
    acw_s / nullif(acw_told, 0) AS acw_seconds,
    handled / nullif(answered, 0) AS handle_share,
    phoned_watched,
    phoned_after,
    phoned_after / nullif(phoned_watched, 0) AS phoned_share
FROM known
ORDER BY place, period
