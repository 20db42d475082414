-- Whom staff.csv knows is called by that name, whoever read the file.
CREATE OR REPLACE TEMP TABLE asterisk_person AS
SELECT 'agent-' || left(keyed('agent ' || trim(name)), 12) AS agent, name
FROM (SELECT unnest(getvariable('staff_names')::TEXT[]) AS name)
