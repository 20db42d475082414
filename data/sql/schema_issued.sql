-- What the desk issued, kept as it was issued: keyed by the instant up to which everything was known.
CREATE TABLE IF NOT EXISTS issued_forecast (
    queue TEXT NOT NULL,
    channel TEXT NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    model TEXT NOT NULL,
    interval_start TIMESTAMPTZ NOT NULL,
    interval_minutes INTEGER NOT NULL,
    open_minutes DOUBLE NOT NULL,
    mean DOUBLE NOT NULL,
    q025 DOUBLE, q05 DOUBLE, q10 DOUBLE, q15 DOUBLE, q20 DOUBLE, q25 DOUBLE, q30 DOUBLE, q35 DOUBLE, q40 DOUBLE,
    q45 DOUBLE, q50 DOUBLE, q55 DOUBLE, q60 DOUBLE, q65 DOUBLE, q70 DOUBLE, q75 DOUBLE, q80 DOUBLE, q85 DOUBLE,
    q90 DOUBLE, q95 DOUBLE, q975 DOUBLE,
    handle_seconds DOUBLE NOT NULL,
    handle_variation DOUBLE NOT NULL,
    root_mean DOUBLE NOT NULL,
    day_spread DOUBLE NOT NULL,
    root_spread DOUBLE NOT NULL,
    PRIMARY KEY (queue, issued_at, interval_start)
);
-- What the model alone expected, without overrides; unknown of what was issued before there were any.
ALTER TABLE issued_forecast ADD COLUMN IF NOT EXISTS mean_without_override DOUBLE;
-- How far the mean handle time may lie from what is expected; unknown of what was issued before.
ALTER TABLE issued_forecast ADD COLUMN IF NOT EXISTS handle_doubt DOUBLE;
-- The overrides within a forecast, by the numbers of the records, which hold author and note.
CREATE TABLE IF NOT EXISTS issued_override (
    queue TEXT NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    number INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS issued_effect (
    queue TEXT NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    date DATE NOT NULL,
    effect TEXT NOT NULL,
    factor DOUBLE NOT NULL
);
CREATE TABLE IF NOT EXISTS issued_remark (
    queue TEXT NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    remark TEXT NOT NULL
);
-- The same in English; what was issued before there was a translation has none.
ALTER TABLE issued_remark ADD COLUMN IF NOT EXISTS remark_en TEXT;
CREATE TABLE IF NOT EXISTS issued_requirement (
    queue TEXT NOT NULL,
    channel TEXT NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    engine TEXT NOT NULL,
    interval_start TIMESTAMPTZ NOT NULL,
    interval_minutes INTEGER NOT NULL,
    contacts DOUBLE NOT NULL,
    agents INTEGER NOT NULL,
    scheduled_agents INTEGER NOT NULL,
    service_level DOUBLE,
    abandonment DOUBLE,
    asa_seconds DOUBLE,
    occupancy DOUBLE,
    bound_by TEXT NOT NULL,
    PRIMARY KEY (queue, issued_at, interval_start)
);
-- Columns that came later; of what was issued before they are unknown.
ALTER TABLE issued_requirement ADD COLUMN IF NOT EXISTS open_minutes DOUBLE;
ALTER TABLE issued_requirement ADD COLUMN IF NOT EXISTS arriving_hours DOUBLE;
ALTER TABLE issued_requirement ADD COLUMN IF NOT EXISTS due_hours DOUBLE;
