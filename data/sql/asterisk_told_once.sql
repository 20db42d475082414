-- Of an event that several files tell, the file that came last says which queue it was.
CREATE OR REPLACE TEMP TABLE once_call_event AS
SELECT told.*
FROM told_call_event AS told
JOIN import_file USING (file_id)
QUALIFY row_number() OVER (
    PARTITION BY call_id, at_s, event, queue, agent, wait_s, talk_s, ring_s, detail
    ORDER BY import_file.batch_id DESC, customer_key IS NULL, file_id, told.row_no
) = 1
