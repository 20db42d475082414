INSERT INTO issued_requirement BY NAME SELECT * FROM staged_issued_requirement
