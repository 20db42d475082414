-- The versions that stand go into the log, the others beside it; what no living file gave goes altogether.
CREATE OR REPLACE TEMP TABLE moving AS
SELECT contact_leg.* REPLACE (version.file_id AS file_id, version.row_no AS row_no), version.stands
FROM contact_leg
JOIN version ON version.known_place = contact_leg.rowid
WHERE version.file_id IS NOT NULL AND (NOT version.stands OR contact_leg.file_id <> version.file_id)
UNION ALL BY NAME
SELECT leg_beside.* REPLACE (version.file_id AS file_id, version.row_no AS row_no), version.stands
FROM leg_beside
JOIN version ON version.beside_place = leg_beside.rowid
WHERE version.file_id IS NOT NULL AND (version.stands OR leg_beside.file_id <> version.file_id)
UNION ALL BY NAME
SELECT
    arriving.* EXCLUDE (file_no, place), $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at, version.stands
FROM arriving
JOIN version ON version.staged_place = arriving.place
WHERE version.known_place IS NULL AND version.beside_place IS NULL;

DELETE FROM contact_leg
USING version
WHERE version.known_place = contact_leg.rowid
    AND (NOT version.stands OR version.file_id IS DISTINCT FROM contact_leg.file_id);

DELETE FROM leg_beside
USING version
WHERE version.beside_place = leg_beside.rowid
    AND (version.stands OR version.file_id IS DISTINCT FROM leg_beside.file_id);

INSERT INTO contact_leg BY NAME SELECT * EXCLUDE (stands) FROM moving WHERE stands;
INSERT INTO leg_beside BY NAME SELECT * EXCLUDE (stands) FROM moving WHERE NOT stands;

-- What further files gave the same; the file that the row names is none of them.
DELETE FROM leg_delivery
WHERE leg_key IN (FROM contested_key)
    AND (leg_key, content, file_id) IN (SELECT (leg_key, content, file_id) FROM version WHERE file_id IS NOT NULL);

INSERT INTO leg_delivery BY NAME
SELECT giver.leg_key, giver.content, giver.file_id, giver.row_no
FROM giver
JOIN version USING (leg_key, content)
WHERE giver.rank = 2 AND giver.file_id <> version.file_id
