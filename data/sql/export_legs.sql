-- The log as it stands.
SELECT * EXCLUDE (leg_key) FROM contact_leg ORDER BY entered_at, source_system, source_instance, leg_id
