-- Of several totals of one stretch the one with most contacts stands: a stretch that was written while it still ran holds
-- fewer. A newer form of the mapping comes before that, and content decides the rest, never the order of files or rows.
INSERT INTO total_told BY NAME
SELECT
    staged_total.* EXCLUDE (file_no), staged_file.file_id, $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_total
JOIN staged_file USING (file_no)
WHERE NOT staged_file.is_known;

CREATE OR REPLACE TEMP TABLE total_key AS
SELECT DISTINCT source_system, source_instance, queue_key, channel, start_utc, interval_s
FROM total_told
WHERE file_id IN (SELECT file_id FROM changed_file)
    OR EXISTS (
        FROM import_file JOIN reading_before USING (file_id) WHERE import_file.is_current <> reading_before.is_current
    );

CREATE OR REPLACE TEMP TABLE total_before AS
SELECT interval_stat.*
FROM interval_stat
JOIN total_key USING (source_system, source_instance, queue_key, channel, start_utc, interval_s);

DELETE FROM interval_stat
USING total_key
WHERE (interval_stat.source_system, interval_stat.source_instance, interval_stat.queue_key, interval_stat.channel,
    interval_stat.start_utc, interval_stat.interval_s)
    = (total_key.source_system, total_key.source_instance, total_key.queue_key, total_key.channel, total_key.start_utc,
    total_key.interval_s);

DELETE FROM total_told WHERE file_id NOT IN (SELECT file_id FROM import_file);

-- Of an Avaya CMS what a file says of its last two days is provisional.
CREATE OR REPLACE TEMP VIEW provisional_file AS
SELECT file_id, max(start_utc) AS last_told_at FROM total_told WHERE source_system = 'avaya_cms' GROUP BY file_id;

CREATE OR REPLACE TEMP TABLE total_after AS
SELECT total_told.*
FROM total_told
JOIN total_key USING (source_system, source_instance, queue_key, channel, start_utc, interval_s)
JOIN import_file USING (file_id)
LEFT JOIN provisional_file USING (file_id)
CROSS JOIN LATERAL (
    -- below what is settled; of several provisional ones that of the file that goes on longest, counted backwards
    SELECT CASE WHEN total_told.start_utc > last_told_at - INTERVAL 2 DAYS THEN -epoch_us(last_told_at) END AS provisional_until
)
WHERE import_file.is_active
QUALIFY row_number() OVER (
    PARTITION BY source_system, source_instance, queue_key, channel, start_utc, interval_s
    ORDER BY
        import_file.is_current DESC, provisional_until NULLS FIRST, offered DESC, row_hash DESC, import_file.mapping_hash,
        import_file.batch_id, total_told.row_no
) = 1;

INSERT INTO interval_stat SELECT * FROM total_after;

-- A row of several totals is new or changed where one of them is.
INSERT INTO row_count
SELECT
    file_no,
    count(*) FILTER (action = 2),
    count(*) FILTER (action = 1),
    count(*) FILTER (action = 0)
FROM (
    SELECT
        staged_total.file_no,
        staged_total.row_no,
        max(CASE
            WHEN after.row_no IS NULL THEN 0
            WHEN before.file_id IS NULL THEN 2
            WHEN (before.row_hash, before.offered) IS DISTINCT FROM (after.row_hash, after.offered) THEN 1
            ELSE 0
        END) AS action
    FROM staged_total
    JOIN staged_file USING (file_no)
    LEFT JOIN total_after AS after
        ON (after.source_system, after.source_instance, after.queue_key, after.channel, after.start_utc, after.interval_s)
        = (staged_total.source_system, staged_total.source_instance, staged_total.queue_key, staged_total.channel,
        staged_total.start_utc, staged_total.interval_s)
        AND after.file_id = staged_file.file_id AND after.row_no = staged_total.row_no
    LEFT JOIN total_before AS before
        ON (before.source_system, before.source_instance, before.queue_key, before.channel, before.start_utc,
        before.interval_s)
        = (staged_total.source_system, staged_total.source_instance, staged_total.queue_key, staged_total.channel,
        staged_total.start_utc, staged_total.interval_s)
    GROUP BY staged_total.file_no, staged_total.row_no
)
GROUP BY file_no
