-- The intervals of open_piece: their stretches of opening hours in one number, and the days, in UTC, on which they lie.
CREATE OR REPLACE TEMP TABLE wanted_interval AS
SELECT
    interval_start,
    bit_xor(hash(open_from, open_until)) AS stretches,
    make_timestamp(epoch_us(min(open_from)))::DATE AS first_day,
    make_timestamp(epoch_us(max(open_until)))::DATE AS last_day
FROM open_piece
GROUP BY interval_start
