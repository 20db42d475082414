CREATE TEMP TABLE IF NOT EXISTS staged_uccx AS
SELECT 0 AS file_no, *, '' AS reason FROM uccx_record LIMIT 0
