-- Counts of intervals, kept so that ten years of contacts need not be counted whenever somebody asks: of queues (all
-- figures) and of channels (what was offered). They hold once the last that was told of an interval, known_at, is known.
-- form: the interval's stretches of opening hours and the desk's thresholds; where these change, a row is of no use.
CREATE TABLE IF NOT EXISTS kept_interval (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    interval_start TIMESTAMPTZ NOT NULL,
    form UBIGINT NOT NULL,
    known_at TIMESTAMPTZ,
    offered BIGINT NOT NULL,
    answered BIGINT,
    abandoned BIGINT,
    short_abandoned BIGINT,
    answered_in_threshold BIGINT,
    wait_answered_s DOUBLE,
    talk_s DOUBLE,
    hold_s DOUBLE,
    acw_s DOUBLE,
    handle_s DOUBLE,
    handled BIGINT,
    agents_seen BIGINT
);
-- Days, in UTC, of which a leg came or went since their intervals were counted.
CREATE TABLE IF NOT EXISTS stale_day (queue_key TEXT NOT NULL, channel TEXT NOT NULL, day DATE NOT NULL);
