-- Contacts of which a file told that came to count, or ceased to, in parts whose records fit into memory together. A record
-- may have moved from one contact to another: then both are looked at.
CREATE OR REPLACE TEMP TABLE told_touched AS
SELECT *, (row_number() OVER (ORDER BY first_at, source_instance, group_id) - 1) // getvariable('told_part_contacts') AS part
FROM (
    SELECT source_instance, group_id, min(first_at) AS first_at
    FROM told_record
    SEMI JOIN (
        FROM told_record
        WHERE source_system = getvariable('told_system') AND file_id IN (SELECT file_id FROM changed_file)
    ) AS changed USING (source_system, source_instance, kind, record_id)
    GROUP BY source_instance, group_id
);

INSERT INTO staged_group SELECT getvariable('told_system'), source_instance, group_id FROM told_touched
