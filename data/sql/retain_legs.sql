INSERT INTO stale_day
SELECT DISTINCT queue_key, channel::TEXT, make_timestamp(epoch_us(entered_at))::DATE
FROM contact_leg
WHERE leg_key IN (SELECT leg_key FROM gone_leg WHERE stands);

DELETE FROM leg_delivery WHERE leg_key IN (SELECT leg_key FROM gone_leg);
DELETE FROM leg_beside WHERE leg_key IN (SELECT leg_key FROM gone_leg WHERE NOT stands);
DELETE FROM contact_leg WHERE leg_key IN (SELECT leg_key FROM gone_leg WHERE stands);

DELETE FROM asterisk_call_event WHERE (source_instance, call_id) IN (SELECT (source_instance, call_id) FROM gone_call);
DELETE FROM asterisk_call_record WHERE (source_instance, call_id) IN (SELECT (source_instance, call_id) FROM gone_call);
DELETE FROM connect_contact WHERE (source_instance, contact_id) IN (SELECT (source_instance, contact_id) FROM gone_contact);
DELETE FROM zendesk_ticket WHERE (source_instance, ticket_id) IN (SELECT (source_instance, ticket_id) FROM gone_ticket);
DELETE FROM zendesk_metric WHERE (source_instance, ticket_id) IN (SELECT (source_instance, ticket_id) FROM gone_ticket);
DELETE FROM zendesk_event WHERE (source_instance, ticket_id) IN (SELECT (source_instance, ticket_id) FROM gone_ticket);
DELETE FROM told_record
WHERE (source_system, source_instance, group_id) IN (SELECT (system, source_instance, group_id) FROM gone_group);
DELETE FROM ticket_told
WHERE (source_system, source_instance, ticket_id) IN (SELECT (system, source_instance, group_id) FROM gone_group);
DELETE FROM ticket_message
WHERE (source_system, source_instance, ticket_id) IN (SELECT (system, source_instance, group_id) FROM gone_group);
DELETE FROM uccx_record
WHERE session_key IS NOT NULL AND (source_instance, session_key) IN (
    SELECT (source_instance, group_id) FROM gone_group WHERE system = 'cisco_uccx'
)
