-- Legs and totals that only an earlier reading of a staged file gave.
SELECT
    (SELECT count(*) FROM contact_leg WHERE file_id IN (FROM stale_file))
    + (SELECT count(*) FROM interval_stat WHERE file_id IN (FROM stale_file))
