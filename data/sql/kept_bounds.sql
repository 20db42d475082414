-- From when until when the intervals last that are to be counted anew; NULL where there are none.
SELECT min(open_from) AS asked_from, max(open_until) AS asked_until FROM asked_piece
