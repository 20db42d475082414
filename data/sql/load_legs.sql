-- New rows come in; changed ones take the place of what was known. Where no source tells which rows belong together, a row
-- is a contact of its own, named so that no told contact is ever meant.
INSERT INTO contact_leg BY NAME
SELECT
    staged_leg.* EXCLUDE (file_no, flags, contact_id),
    coalesce(contact_id, source_instance || '/' || leg_id) AS contact_id,
    CASE WHEN flags = '' THEN CAST([] AS TEXT[]) ELSE string_split(flags, '|') END AS flags
FROM staged_leg
JOIN decided USING (file_no, row_no)
WHERE decided.action = 'new';

INSERT OR REPLACE INTO contact_leg BY NAME
SELECT
    staged_leg.* EXCLUDE (file_no, flags, contact_id),
    coalesce(contact_id, source_instance || '/' || leg_id) AS contact_id,
    CASE WHEN flags = '' THEN CAST([] AS TEXT[]) ELSE string_split(flags, '|') END AS flags
FROM staged_leg
JOIN decided USING (file_no, row_no)
WHERE decided.action = 'changed';
