-- What each person was doing on each local day, in seconds within the desk's opening hours (`opened`), as the plan sees
-- it: at contacts or waiting for them, on pauses that the plan places (`planned_pause`), or on others. Of pauses without
-- such a reason the day's longest that looks like its lunch is planned as well. A stretch over midnight tells that
-- nobody signed out, and counts for nothing.
WITH stretch AS (
    SELECT
        agent_key,
        state,
        start_utc,
        end_utc,
        CAST(start_utc AT TIME ZONE $zone AS DATE) AS day,
        CASE
            WHEN state IN ('training', 'meeting') THEN 'planned'
            WHEN state <> 'pause' THEN 'working'
            WHEN lower(trim(coalesce(reason, ''))) IN (SELECT word FROM planned_pause) THEN 'planned'
            ELSE 'unplanned'
        END AS told
    FROM agent_state
    WHERE
        state <> 'offline' AND end_utc > start_utc AND start_utc >= $first AND end_utc <= $until
        AND CAST(start_utc AT TIME ZONE $zone AS DATE)
        = CAST((end_utc - INTERVAL 1 MICROSECOND) AT TIME ZONE $zone AS DATE)
),

like_lunch AS (
    SELECT
        *,
        told = 'unplanned'
        AND epoch(end_utc - start_utc) BETWEEN $least_lunch_s AND $most_lunch_s
        AND datediff('second', date_trunc('day', start_utc AT TIME ZONE $zone), start_utc AT TIME ZONE $zone)
        >= $lunch_from_s
        AND datediff('second', date_trunc('day', start_utc AT TIME ZONE $zone), end_utc AT TIME ZONE $zone)
        <= $lunch_until_s
        AND NOT bool_or(told = 'planned' AND state = 'pause') OVER (PARTITION BY agent_key, day) AS may_be_lunch
    FROM stretch
),

judged AS (
    SELECT
        * EXCLUDE (told),
        may_be_lunch AND row_number() OVER (
            PARTITION BY agent_key, day, may_be_lunch ORDER BY end_utc - start_utc DESC, start_utc
        ) = 1 AS is_lunch,
        CASE WHEN is_lunch THEN 'planned' ELSE told END AS told
    FROM like_lunch
)

SELECT
    agent_key,
    day,
    sum(seconds) FILTER (told = 'working') AS working_s,
    sum(seconds) FILTER (told = 'unplanned') AS unplanned_s,
    sum(seconds) FILTER (told = 'planned') AS planned_s,
    count(*) FILTER (is_lunch AND seconds > 0) AS taken_for_lunch
FROM (
    SELECT judged.*, sum(epoch(least(end_utc, open_until) - greatest(start_utc, open_from))) AS seconds
    FROM judged
    JOIN opened ON start_utc < open_until AND end_utc > open_from
    GROUP BY ALL
)
GROUP BY agent_key, day
ORDER BY day, agent_key
