-- Whether several files told events of these calls; of one file each event is kept once.
SELECT coalesce(min(file_id) <> max(file_id), false)::INTEGER FROM told_call_event
