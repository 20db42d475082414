INSERT INTO issued_effect BY NAME SELECT * FROM staged_issued_effect
