-- Contacts of which a file told that came to count, or ceased to; of a queue that changed all that waited in it.
CREATE OR REPLACE TEMP TABLE uccx_touched AS
SELECT source_instance, session_key
FROM uccx_record
WHERE session_key IS NOT NULL AND file_id IN (SELECT file_id FROM changed_file)
UNION
SELECT source_instance, session_key
FROM uccx_record
WHERE kind = 'queued' AND (source_instance, target_id) IN (
    SELECT (source_instance, csq_record) FROM uccx_record WHERE kind = 'csq' AND file_id IN (SELECT file_id FROM changed_file)
);

INSERT INTO staged_group SELECT 'cisco_uccx', source_instance, session_key FROM uccx_touched;

-- Of each record the version that stands.
CREATE OR REPLACE TEMP TABLE uccx_current AS
SELECT uccx_record.*
FROM uccx_record
LEFT JOIN (SELECT *, true AS is_touched FROM uccx_touched) AS touched USING (source_instance, session_key)
JOIN import_file USING (file_id)
WHERE is_active AND (kind = 'csq' OR is_touched)
QUALIFY row_number() OVER (
    PARTITION BY source_instance, kind, identity
    ORDER BY coalesce(ends_at, starts_at) DESC NULLS LAST, is_current DESC, content DESC, file_id, uccx_record.row_no
) = 1
