SELECT count(*) FROM staged_asterisk_event
