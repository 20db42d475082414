INSERT INTO issued_override BY NAME SELECT * FROM staged_issued_override
