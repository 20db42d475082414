-- Contacts that entered a queue by day, in UTC, kept so that none need be looked at to tell how far the log reaches. A day
-- in stale_day does not hold. All are counted anew whenever a store is brought into another form: the version that
-- changed it before may not have kept them.
CREATE TABLE IF NOT EXISTS kept_day (
    day DATE NOT NULL, first_at TIMESTAMPTZ NOT NULL, last_at TIMESTAMPTZ NOT NULL, contacts BIGINT NOT NULL
);
DELETE FROM kept_day;
INSERT INTO kept_day
SELECT make_timestamp(epoch_us(entered_at))::DATE AS day, min(entered_at), max(entered_at), count(*)
FROM contact_leg
WHERE offered AND direction = 'in'
GROUP BY day
