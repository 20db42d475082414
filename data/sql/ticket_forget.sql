DELETE FROM ticket_told WHERE file_id NOT IN (SELECT file_id FROM import_file);
DELETE FROM ticket_message WHERE file_id NOT IN (SELECT file_id FROM import_file)
