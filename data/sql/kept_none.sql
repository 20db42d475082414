-- All intervals are to be counted anew.
CREATE OR REPLACE TEMP TABLE asked_piece AS FROM open_piece
