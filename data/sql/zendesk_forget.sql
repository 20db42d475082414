DELETE FROM zendesk_ticket WHERE file_id NOT IN (SELECT file_id FROM import_file);
DELETE FROM zendesk_metric WHERE file_id NOT IN (SELECT file_id FROM import_file);
DELETE FROM zendesk_event WHERE file_id NOT IN (SELECT file_id FROM import_file)
