SELECT count(*) FROM contact_leg WHERE kind = 'reply_cycle' AND queue_key = $queue
