-- What other files brought waits while large ones come in slice by slice.
CREATE OR REPLACE TEMP TABLE waiting_leg AS FROM staged_leg;
CREATE OR REPLACE TEMP TABLE sliced_count (file_no INTEGER, legs BIGINT);
CREATE OR REPLACE TEMP TABLE sliced_file (file_no INTEGER, is_named BOOLEAN);
