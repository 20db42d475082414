-- Promised against kept, by queue and local month. Each interval is held against the requirement issued last before it
-- began, and against the forecast issued last before its day began.
WITH counted AS (
    SELECT
        *,
        CAST(date_trunc('month', interval_start AT TIME ZONE $zone) AS DATE) AS month,
        date_trunc('day', interval_start AT TIME ZONE $zone) AT TIME ZONE $zone AS day_start
    FROM staged_interval_count
    WHERE offered IS NOT NULL AND NOT isnan(offered)
),

promised AS (
    SELECT counted.queue, counted.interval_start, arg_max(issued.service_level, issued.issued_at) AS service_level,
        arg_max(issued.contacts, issued.issued_at) AS contacts
    FROM counted
    JOIN issued_requirement AS issued
        ON issued.queue = counted.queue AND issued.interval_start = counted.interval_start
            AND issued.issued_at <= counted.interval_start AND issued.service_level IS NOT NULL
            AND NOT isnan(issued.service_level)
    GROUP BY counted.queue, counted.interval_start
),

foretold AS (
    SELECT counted.queue, counted.interval_start, arg_max(issued.q50, issued.issued_at) AS median,
        -- An override scales all quantiles alike.
        arg_max(issued.q50 * coalesce(issued.mean_without_override / nullif(issued.mean, 0), 1), issued.issued_at)
            AS median_alone
    FROM counted
    JOIN issued_forecast AS issued
        ON issued.queue = counted.queue AND issued.interval_start = counted.interval_start
            AND issued.interval_minutes = counted.interval_minutes AND issued.issued_at <= counted.day_start
    GROUP BY counted.queue, counted.interval_start
),

by_month AS (
    SELECT
        counted.queue,
        any_value(counted.channel) AS channel,
        counted.month,
        sum(counted.offered) AS offered,
        sum(counted.abandoned) AS abandoned,
        sum(counted.short_abandoned) AS short_abandoned,
        sum(counted.answered_in_threshold) AS answered_in_threshold,
        sum(promised.service_level * promised.contacts) / nullif(sum(promised.contacts), 0) AS promised_service_level,
        coalesce(sum(counted.offered) FILTER (promised.contacts IS NOT NULL), 0) AS offered_promised,
        sum(counted.answered_in_threshold) FILTER (promised.contacts IS NOT NULL)
            / nullif(sum(counted.offered - counted.short_abandoned) FILTER (promised.contacts IS NOT NULL), 0)
            AS kept_where_promised,
        sum(abs(foretold.median - counted.offered)) AS missed,
        sum(abs(foretold.median_alone - counted.offered)) AS missed_alone,
        coalesce(sum(counted.offered) FILTER (foretold.median IS NOT NULL), 0) AS offered_foretold
    FROM counted
    LEFT JOIN promised USING (queue, interval_start)
    LEFT JOIN foretold USING (queue, interval_start)
    GROUP BY counted.queue, counted.month
),

replied AS (
    SELECT
        queue,
        CAST(date_trunc('month', date) AS DATE) AS month,
        sum(due) AS due,
        sum(in_deadline) AS in_deadline,
        sum(due_latest) AS due_latest,
        sum(in_latest) AS in_latest
    FROM staged_written_answered
    GROUP BY ALL
)

SELECT
    by_month.queue,
    by_month.channel,
    by_month.month,
    by_month.offered,
    by_month.abandoned,
    by_month.short_abandoned,
    by_month.answered_in_threshold,
    by_month.answered_in_threshold / nullif(by_month.offered - by_month.short_abandoned, 0) AS service_level,
    by_month.abandoned / nullif(by_month.offered, 0) AS abandonment,
    replied.due,
    replied.in_deadline,
    replied.due_latest,
    replied.in_latest,
    replied.in_deadline / nullif(replied.due, 0) AS deadline_share,
    replied.in_latest / nullif(replied.due_latest, 0) AS latest_share,
    by_month.promised_service_level,
    by_month.offered_promised / nullif(by_month.offered, 0) AS promised_share,
    by_month.kept_where_promised,
    by_month.missed / nullif(by_month.offered_foretold, 0) AS forecast_wape,
    by_month.offered_foretold / nullif(by_month.offered, 0) AS forecast_share,
    by_month.missed_alone / nullif(by_month.offered_foretold, 0) AS forecast_wape_without_override
FROM by_month
LEFT JOIN replied USING (queue, month)
ORDER BY by_month.queue, by_month.month
