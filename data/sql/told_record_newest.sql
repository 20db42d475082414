-- Contacts of which a file told that came to count, or ceased to, and the newest version of each of their records. A record
-- may have moved from one contact to another: then both are looked at.
CREATE OR REPLACE TEMP TABLE told_touched AS
SELECT DISTINCT source_instance, group_id
FROM told_record
SEMI JOIN (
    FROM told_record
    WHERE source_system = getvariable('told_system') AND file_id IN (SELECT file_id FROM changed_file)
) AS changed USING (source_system, source_instance, kind, record_id);

INSERT INTO staged_group SELECT getvariable('told_system'), source_instance, group_id FROM told_touched;

CREATE OR REPLACE TEMP TABLE told_newest AS
WITH of_system AS (FROM told_record WHERE source_system = getvariable('told_system'))

SELECT * FROM (
    SELECT of_system.*
    FROM of_system
    SEMI JOIN (FROM of_system SEMI JOIN told_touched USING (source_instance, group_id)) AS wanted
        USING (source_instance, kind, record_id)
    JOIN import_file USING (file_id)
    WHERE import_file.is_active
    QUALIFY row_number() OVER (
        PARTITION BY source_instance, kind, record_id
        ORDER BY is_final DESC, updated_at DESC, is_current DESC, content DESC, file_id, of_system.row_no
    ) = 1
)
SEMI JOIN told_touched USING (source_instance, group_id)
