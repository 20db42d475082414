-- Legs that follow from a system's records: those of the staged contacts are replaced together.
DELETE FROM contact_leg
USING staged_group
WHERE (contact_leg.source_system, contact_leg.source_instance, contact_leg.contact_id)
    = (staged_group.source_system, staged_group.source_instance, staged_group.group_id);

-- A row that is alone in its contact comes with its number already.
INSERT INTO touched_contact
SELECT contact_id FROM leg_in_form GROUP BY contact_id HAVING count(*) > 1
UNION
SELECT contact_id FROM contact_leg WHERE contact_id IN (SELECT group_id FROM staged_group);

INSERT INTO contact_leg BY NAME
SELECT
    leg_in_form.* EXCLUDE (file_no),
    coalesce(import_file.batch_id, 0) AS batch_id,
    coalesce(import_file.imported_at, now()) AS imported_at
FROM leg_in_form
LEFT JOIN import_file USING (file_id);

DELETE FROM agent_state
USING (
    SELECT source_system, source_instance, agent_key FROM staged_agent
    UNION
    SELECT staged_agent.source_system, staged_agent.source_instance, agent_name.agent_key
    FROM staged_agent JOIN agent_name ON agent_name.told = staged_agent.agent_key
) AS gone
WHERE (agent_state.source_system, agent_state.source_instance, agent_state.agent_key)
    = (gone.source_system, gone.source_instance, gone.agent_key);

INSERT INTO agent_state BY NAME
SELECT
    staged_state.* EXCLUDE (file_no, agent_key, file_id),
    coalesce(agent_name.agent_key, staged_state.agent_key) AS agent_key,
    coalesce(staged_state.file_id, staged_file.file_id, '') AS file_id
FROM staged_state
LEFT JOIN staged_file USING (file_no)
LEFT JOIN agent_name ON agent_name.told = staged_state.agent_key
