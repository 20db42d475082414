INSERT INTO issued_forecast BY NAME SELECT * FROM staged_issued_forecast
