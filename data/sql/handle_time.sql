-- How long contacts of a queue took, part by part: by weekday and hour of arrival, in steps of 5 % (`step` is the whole part
-- of 20 ln seconds; NULL: no time at all). A contact counts once its work was over by $until, half as much for every
-- $half_life_weeks that have passed since; a part that the log does not tell of it is left out.
WITH handled AS (
    SELECT
        isodow(leg.entered_at AT TIME ZONE $zone) - 1 AS weekday,
        hour(leg.entered_at AT TIME ZONE $zone) AS hour,
        power(0.5, epoch($until::TIMESTAMPTZ - leg.entered_at) / 604800 / $half_life_weeks) AS weight,
        {'talk': leg.talk_s, 'hold': leg.hold_s, 'after_call': leg.acw_s, 'handle': leg.handle_s} AS parts
    FROM contact_leg AS leg
    WHERE leg.queue_key = $queue AND leg.offered AND leg.direction = 'in' AND leg.handle_s IS NOT NULL
        AND leg.entered_at >= $since::TIMESTAMPTZ AND leg.entered_at < $until
        AND coalesce(leg.acw_end_at, leg.ended_at, leg.answered_at, leg.entered_at) < $until
),

told AS (
    SELECT weekday, hour, weight, unnest(['talk', 'hold', 'after_call', 'handle']) AS part,
        unnest([parts.talk, parts.hold, parts.after_call, parts.handle]) AS seconds
    FROM handled
)

SELECT
    part,
    weekday::BIGINT AS weekday,
    hour::BIGINT AS hour,
    CASE WHEN seconds >= 0.5 THEN floor(20 * ln(seconds))::BIGINT END AS step,
    count(*) AS contacts,
    sum(weight) AS weight
FROM told
WHERE seconds IS NOT NULL
GROUP BY ALL
ORDER BY ALL
