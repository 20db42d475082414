-- Contacts told by the source of which several rows may have come.
CREATE OR REPLACE TEMP TABLE touched_contact AS
SELECT contact_id FROM staged_leg WHERE contact_id IS NOT NULL GROUP BY contact_id HAVING count(*) > 1
UNION
SELECT contact_id FROM contact_leg
WHERE contact_id IN (SELECT contact_id FROM staged_leg WHERE contact_id IS NOT NULL)
