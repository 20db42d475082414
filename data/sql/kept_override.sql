-- Overridden days that have passed: what came, what was forecast with the override, and what the model alone expected.
-- Only overridden intervals of a day enter, each by the forecast issued last before its day began.
WITH counted AS (
    SELECT
        *,
        CAST(interval_start AT TIME ZONE $zone AS DATE) AS day,
        date_trunc('day', interval_start AT TIME ZONE $zone) AT TIME ZONE $zone AS day_start
    FROM staged_interval_count
    WHERE offered IS NOT NULL AND NOT isnan(offered)
),

foretold AS (
    SELECT
        counted.queue,
        counted.interval_start,
        arg_max(issued.mean, issued.issued_at) AS expected,
        arg_max(coalesce(issued.mean_without_override, issued.mean), issued.issued_at) AS expected_alone
    FROM counted
    JOIN issued_forecast AS issued
        ON issued.queue = counted.queue AND issued.interval_start = counted.interval_start
            AND issued.interval_minutes = counted.interval_minutes AND issued.issued_at <= counted.day_start
    GROUP BY counted.queue, counted.interval_start
),

by_day AS (
    SELECT
        counted.queue,
        any_value(counted.channel) AS channel,
        counted.day,
        CAST(sum(counted.offered) AS DOUBLE) AS offered,
        sum(foretold.expected) AS forecast,
        sum(foretold.expected_alone) AS forecast_without_override
    FROM counted
    JOIN foretold USING (queue, interval_start)
    WHERE foretold.expected <> foretold.expected_alone
    GROUP BY counted.queue, counted.day
)

SELECT
    *,
    abs(forecast - offered) / nullif(offered, 0) AS error,
    abs(forecast_without_override - offered) / nullif(offered, 0) AS error_without_override,
    abs(forecast - offered) < abs(forecast_without_override - offered) AS nearer
FROM by_day
ORDER BY queue, day
