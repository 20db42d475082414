-- The newest version of each record of the touched contacts of one part.
CREATE OR REPLACE TEMP VIEW told_newest AS
WITH of_system AS (FROM told_record WHERE source_system = getvariable('told_system')),

touched AS (SELECT source_instance, group_id FROM told_touched WHERE part = getvariable('told_part'))

SELECT * FROM (
    SELECT of_system.*
    FROM of_system
    SEMI JOIN (FROM of_system SEMI JOIN touched USING (source_instance, group_id)) AS wanted
        USING (source_instance, kind, record_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, kind, record_id
        ORDER BY is_final DESC, updated_at DESC, is_current DESC, content DESC, file_id, of_system.row_no
    ) = 1
)
SEMI JOIN touched USING (source_instance, group_id)
