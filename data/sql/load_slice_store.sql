-- A slice of a large file comes in as if nothing contested its rows; load_take_back looks for those that are.
INSERT INTO file_span
SELECT file_no, min(entered_at), max(entered_at) FROM staged_leg GROUP BY file_no;

INSERT INTO stale_day
SELECT DISTINCT queue_key, channel::TEXT, make_timestamp(epoch_us(entered_at))::DATE FROM staged_leg;

INSERT INTO sliced_count SELECT file_no, count(*) FROM staged_leg GROUP BY file_no;

INSERT INTO contact_leg BY NAME
SELECT * EXCLUDE (file_no), $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at
FROM leg_in_form
