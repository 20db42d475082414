INSERT INTO staged_leg FROM waiting_leg;
DROP TABLE waiting_leg;
DROP TABLE doubled_key;
DROP TABLE sliced_count;
DROP TABLE sliced_file
