SELECT 'contact_leg' AS told_in, count(*) AS rows FROM gone_leg
UNION ALL
SELECT 'asterisk_call_event', count(*) FROM asterisk_call_event SEMI JOIN gone_call USING (source_instance, call_id)
UNION ALL
SELECT 'asterisk_call_record', count(*) FROM asterisk_call_record SEMI JOIN gone_call USING (source_instance, call_id)
UNION ALL
SELECT 'connect_contact', count(*) FROM connect_contact SEMI JOIN gone_contact USING (source_instance, contact_id)
UNION ALL
SELECT 'zendesk_ticket', count(*) FROM zendesk_ticket SEMI JOIN gone_ticket USING (source_instance, ticket_id)
UNION ALL
SELECT 'zendesk_metric', count(*) FROM zendesk_metric SEMI JOIN gone_ticket USING (source_instance, ticket_id)
UNION ALL
SELECT 'zendesk_event', count(*) FROM zendesk_event SEMI JOIN gone_ticket USING (source_instance, ticket_id)
UNION ALL
SELECT 'told_record', count(*) FROM told_record
WHERE (source_system, source_instance, group_id) IN (SELECT (system, source_instance, group_id) FROM gone_group)
UNION ALL
SELECT 'ticket_told', count(*)
FROM ticket_told SEMI JOIN gone_group ON system = source_system AND gone_group.source_instance = ticket_told.source_instance
    AND group_id = ticket_id
UNION ALL
SELECT 'ticket_message', count(*)
FROM ticket_message SEMI JOIN gone_group
    ON system = source_system AND gone_group.source_instance = ticket_message.source_instance AND group_id = ticket_id
UNION ALL
SELECT 'uccx_record', count(*)
FROM uccx_record SEMI JOIN gone_group
    ON system = 'cisco_uccx' AND gone_group.source_instance = uccx_record.source_instance AND group_id = session_key
