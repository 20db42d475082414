-- Contacts of which a row may come to the log again, or leave it.
INSERT INTO touched_contact
SELECT contact_id FROM contact_leg JOIN version ON version.known_place = contact_leg.rowid WHERE NOT version.stands
UNION
SELECT contact_id FROM leg_beside JOIN version ON version.beside_place = leg_beside.rowid WHERE version.stands
