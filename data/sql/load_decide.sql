-- What becomes of each staged row. Of several with one key the newest version counts (update time, then content), never
-- the order of files or rows. A row that was read under the mapping before it was changed gives way.
CREATE OR REPLACE TEMP TABLE decided AS
WITH ranked AS (
    SELECT
        file_no, row_no, source_system, source_instance, leg_id, source_updated_at, row_hash,
        row_number() OVER (
            PARTITION BY source_system, source_instance, leg_id
            ORDER BY source_updated_at DESC NULLS LAST, row_hash DESC, file_no, row_no
        ) AS place
    FROM staged_leg
)
SELECT
    ranked.file_no,
    ranked.row_no,
    CASE
        WHEN ranked.place > 1 THEN 'same'
        WHEN known.leg_id IS NULL THEN 'new'
        WHEN known.file_id IN (FROM stale_file) THEN 'changed'
        WHEN ranked.source_updated_at IS DISTINCT FROM known.source_updated_at
            THEN CASE
                WHEN known.source_updated_at IS NULL OR ranked.source_updated_at > known.source_updated_at THEN 'changed'
                ELSE 'same'
            END
        WHEN earlier.mapping_name = staged.mapping_name AND earlier.mapping_hash <> staged.mapping_hash THEN 'changed'
        WHEN ranked.row_hash > known.row_hash THEN 'changed'
        ELSE 'same'
    END AS action
FROM ranked
JOIN staged_file AS staged USING (file_no)
LEFT JOIN contact_leg AS known USING (source_system, source_instance, leg_id)
LEFT JOIN import_file AS earlier ON earlier.file_id = known.file_id
