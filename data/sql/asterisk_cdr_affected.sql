CREATE OR REPLACE TEMP TABLE affected_record_call AS
SELECT DISTINCT source_instance, call_id
FROM asterisk_call_record
WHERE file_id IN (SELECT file_id FROM changed_file)
