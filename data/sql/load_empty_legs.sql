DELETE FROM staged_leg;
DELETE FROM staged_state;
DELETE FROM staged_group;
DELETE FROM staged_agent
