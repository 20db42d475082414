INSERT INTO issued_remark BY NAME SELECT * FROM staged_issued_remark
