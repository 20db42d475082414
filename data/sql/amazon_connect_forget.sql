DELETE FROM connect_contact WHERE file_id NOT IN (SELECT file_id FROM import_file);
DELETE FROM connect_agent_event WHERE file_id NOT IN (SELECT file_id FROM import_file)
