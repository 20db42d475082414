DELETE FROM asterisk_call_event WHERE file_id NOT IN (SELECT file_id FROM import_file);
DELETE FROM asterisk_agent_event WHERE file_id NOT IN (SELECT file_id FROM import_file)
