-- Between which moments lie the days of which no count is kept.
SELECT
    make_timestamptz(epoch_us(min(day)::TIMESTAMP)) AS again_from,
    make_timestamptz(epoch_us((max(day) + 1)::TIMESTAMP)) AS again_until
FROM day_again
