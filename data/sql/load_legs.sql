-- New rows come in; changed ones take the place of what was known. Where no source tells which rows belong together, a row
-- is a contact of its own, named so that no told contact is ever meant.
CREATE OR REPLACE TEMP TABLE arriving AS
SELECT
    staged_leg.* EXCLUDE (file_no, flags, contact_id, file_id, is_escalation, reason, masked_text),
    coalesce(contact_id, source_instance || '/' || leg_id) AS contact_id,
    coalesce(is_escalation, false) AS is_escalation,
    CASE WHEN flags = '' THEN CAST([] AS TEXT[]) ELSE string_split(flags, '|') END AS flags,
    staged_file.file_id,
    hash(source_system, source_instance, leg_id) AS leg_key
FROM staged_leg
JOIN staged_file USING (file_no)
JOIN decided USING (file_no, row_no)
WHERE decided.action IN ('new', 'changed');

DELETE FROM contact_leg
USING arriving
WHERE (contact_leg.source_system, contact_leg.source_instance, contact_leg.leg_id)
    = (arriving.source_system, arriving.source_instance, arriving.leg_id);

INSERT INTO contact_leg BY NAME
SELECT *, $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at FROM arriving
