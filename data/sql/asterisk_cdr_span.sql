SELECT to_timestamp(min(at_s)) AS first_at, to_timestamp(max(at_s)) AS last_at
FROM asterisk_call_record
WHERE (source_instance, call_id) IN (SELECT (source_instance, call_id) FROM affected_record_call)
