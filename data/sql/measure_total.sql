-- Totals of days without single contacts (`total_count` gave them to `measured_told`), by queue and local day, in
-- `measured_total`. A total counts where its stretch touches opening hours, else it came after hours; written work always.
CREATE OR REPLACE TEMP TABLE measured_total AS
SELECT
    told.queue,
    CAST(told.start AT TIME ZONE $zone AS DATE) AS date,
    sum(offered) FILTER (is_open) AS offered,
    sum(offered) FILTER (is_open) AS offered_by_totals,
    sum(offered) FILTER (is_open AND answered IS NOT NULL) AS offered_answers_told,
    sum(answered) FILTER (is_open) AS answered,
    sum(answered) FILTER (is_open) AS answered_by_totals,
    sum(offered) FILTER (is_open AND abandoned IS NOT NULL) AS offered_abandons_told,
    sum(abandoned) FILTER (is_open) AS abandoned,
    sum(blocked) FILTER (is_open AND NOT tells_blocked) AS blocked,
    sum(blocked) FILTER (is_open AND NOT tells_blocked) AS blocked_by_totals,
    sum(answered) FILTER (is_open AND wait_answered_s IS NOT NULL) AS waits_told_by_totals,
    sum(wait_answered_s) FILTER (is_open AND answered IS NOT NULL) AS wait_answered_s,
    sum(answered) FILTER (is_open AND handle_s IS NOT NULL) AS handled,
    sum(handle_s) FILTER (is_open AND answered IS NOT NULL) AS handle_s,
    sum(answered) FILTER (is_open AND talk_s IS NOT NULL) AS talk_told,
    sum(talk_s) FILTER (is_open AND answered IS NOT NULL) AS talk_s,
    sum(answered) FILTER (is_open AND hold_s IS NOT NULL) AS hold_told,
    sum(hold_s) FILTER (is_open AND answered IS NOT NULL) AS hold_s,
    sum(answered) FILTER (is_open AND acw_s IS NOT NULL) AS acw_told,
    sum(acw_s) FILTER (is_open AND answered IS NOT NULL) AS acw_s,
    sum(offered) FILTER (NOT is_open) AS after_hours
FROM (
    SELECT
        stretch.*,
        -- Calls that were never admitted may be told singly on a day of which totals tell the rest.
        (stretch.queue, CAST(stretch.start AT TIME ZONE $zone AS DATE)) IN (
            SELECT (queue, date) FROM measured_contact WHERE blocked > 0
        ) AS tells_blocked,
        NOT stretch.live OR coalesce(piece.open_until > stretch.start, false) AS is_open
    FROM (
        SELECT
            measured_told.*, measured_queue.channel, measured_queue.live,
            (start AT TIME ZONE $zone + to_seconds(interval_s)) AT TIME ZONE $zone AS ends
        FROM measured_told
        JOIN measured_queue USING (queue)
    ) AS stretch
    ASOF LEFT JOIN measured_opening AS piece
        ON piece.channel = stretch.channel AND stretch.ends > piece.open_from
) AS told
WHERE told.start >= $first AND told.start < $until
GROUP BY ALL
