-- Contacts told by the source of which several rows may have come, or that lost one.
CREATE OR REPLACE TEMP TABLE touched_contact AS
SELECT contact_id FROM staged_leg WHERE contact_id IS NOT NULL GROUP BY contact_id HAVING count(*) > 1
UNION
SELECT contact_id FROM contact_leg
WHERE contact_id IN (SELECT contact_id FROM staged_leg WHERE contact_id IS NOT NULL)
UNION
SELECT contact_id FROM contact_leg JOIN version ON version.known_place = contact_leg.rowid WHERE NOT version.stands
UNION
SELECT contact_id FROM leg_beside JOIN version ON version.beside_place = leg_beside.rowid WHERE version.stands
