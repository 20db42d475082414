SELECT * FROM staged_open_contact
