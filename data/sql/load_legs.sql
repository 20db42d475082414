-- New rows come in; changed ones take the place of what was known.
INSERT INTO contact_leg BY NAME
SELECT
    staged_leg.* EXCLUDE (file_no, flags),
    CASE WHEN flags = '' THEN CAST([] AS TEXT[]) ELSE string_split(flags, '|') END AS flags
FROM staged_leg
JOIN decided USING (file_no, row_no)
WHERE decided.action = 'new';

INSERT OR REPLACE INTO contact_leg BY NAME
SELECT
    staged_leg.* EXCLUDE (file_no, flags),
    CASE WHEN flags = '' THEN CAST([] AS TEXT[]) ELSE string_split(flags, '|') END AS flags
FROM staged_leg
JOIN decided USING (file_no, row_no)
WHERE decided.action = 'changed';
