SELECT count(*) FROM (SELECT 1 FROM contact_leg WHERE queue_key = $queue AND offered AND direction = 'in' LIMIT 1)
