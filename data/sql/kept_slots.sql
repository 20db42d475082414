-- The slots of time of which the intervals are made that are to be counted anew.
CREATE OR REPLACE TEMP TABLE asked_slot AS
SELECT interval_start, unnest(range(epoch_us(open_from) // $slot_us, epoch_us(open_until) // $slot_us)) AS slot
FROM asked_piece
