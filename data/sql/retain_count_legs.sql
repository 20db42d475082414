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
