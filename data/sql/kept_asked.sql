-- The stretches that are to be counted anew.
CREATE OR REPLACE TEMP TABLE asked_piece AS
SELECT * FROM open_piece ANTI JOIN good_interval USING (interval_start)
