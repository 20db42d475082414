-- What people were doing while signed in, in seconds by local $grain ('day', 'month', or 'all'). A stretch over midnight is cut
-- there; one whose end is not told tells no duration. Shrinkage here is the share of signed-in time not available for
-- contacts: of people who did not sign in (sick, on leave) states tell nothing. Where no source tells who was available,
-- neither it nor occupancy is known.
WITH stretch AS (
    SELECT
        agent_key,
        state,
        greatest(start_utc, $first::TIMESTAMPTZ) AS from_at,
        least(end_utc, $until::TIMESTAMPTZ) AS until_at
    FROM agent_state
    WHERE state <> 'offline' AND end_utc > start_utc AND end_utc > $first AND start_utc < $until
),

touched AS (
    SELECT
        *,
        unnest(generate_series(
            date_trunc('day', from_at AT TIME ZONE $zone),
            date_trunc('day', (until_at - INTERVAL 1 MICROSECOND) AT TIME ZONE $zone),
            INTERVAL 1 DAY
        )) AS midnight
    FROM stretch
),

by_day AS (
    SELECT
        agent_key,
        state,
        CASE WHEN $grain <> 'all' THEN CAST(date_trunc(replace($grain, 'all', 'day'), midnight) AS DATE) END AS period,
        (
            epoch_us(least(until_at, (midnight + INTERVAL 1 DAY) AT TIME ZONE $zone))
            - epoch_us(greatest(from_at, midnight AT TIME ZONE $zone))
        ) / 1e6 AS seconds
    FROM touched
),

summed AS (
    SELECT
        period,
        count(DISTINCT agent_key) AS agents_seen,
        sum(seconds) AS signed_in_s,
        coalesce(sum(seconds) FILTER (state = 'available'), 0) AS available_s,
        coalesce(sum(seconds) FILTER (state = 'on_contact'), 0) AS on_contact_s,
        coalesce(sum(seconds) FILTER (state = 'hold'), 0) AS hold_s,
        coalesce(sum(seconds) FILTER (state = 'after_call_work'), 0) AS after_call_work_s,
        coalesce(sum(seconds) FILTER (state = 'pause'), 0) AS pause_s,
        coalesce(sum(seconds) FILTER (state = 'training'), 0) AS training_s,
        coalesce(sum(seconds) FILTER (state = 'meeting'), 0) AS meeting_s,
        on_contact_s + hold_s + after_call_work_s AS handling_s,
        pause_s + training_s + meeting_s AS away_s
    FROM by_day
    GROUP BY period
)

SELECT
    * EXCLUDE (handling_s, away_s),
    CASE WHEN EXISTS (FROM agent_state WHERE state = 'available') THEN away_s / signed_in_s END AS shrinkage,
    CASE WHEN EXISTS (FROM agent_state WHERE state = 'available') THEN handling_s / (handling_s + available_s) END AS occupancy
FROM summed
ORDER BY period
