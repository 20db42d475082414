-- What becomes of each staged total. Of several of one stretch the one with most contacts counts: a stretch that was
-- written while it still ran holds fewer. Then content decides, never the order of files or rows.
CREATE OR REPLACE TEMP TABLE decided_total AS
WITH ranked AS (
    SELECT
        file_no, row_no, source_system, source_instance, queue_key, channel, start_utc, interval_s, offered, row_hash,
        row_number() OVER (
            PARTITION BY source_system, source_instance, queue_key, channel, start_utc, interval_s
            ORDER BY offered DESC, row_hash DESC, file_no, row_no
        ) AS place
    FROM staged_total
)
SELECT
    ranked.file_no,
    ranked.row_no,
    ranked.start_utc,
    ranked.interval_s,
    CASE
        WHEN ranked.place > 1 THEN 'same'
        WHEN known.start_utc IS NULL THEN 'new'
        WHEN known.file_id IN (FROM stale_file) THEN 'changed'
        WHEN earlier.mapping_name = staged.mapping_name AND earlier.mapping_hash <> staged.mapping_hash THEN 'changed'
        WHEN (ranked.offered, ranked.row_hash) > (known.offered, known.row_hash) THEN 'changed'
        ELSE 'same'
    END AS action
FROM ranked
JOIN staged_file AS staged USING (file_no)
LEFT JOIN interval_stat AS known
    USING (source_system, source_instance, queue_key, channel, start_utc, interval_s)
LEFT JOIN import_file AS earlier ON earlier.file_id = known.file_id
