-- How many files told events of these calls; of one file each event is kept once.
SELECT count(DISTINCT file_id) FROM told_call_event
