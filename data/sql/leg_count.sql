SELECT count(*) FROM contact_leg
