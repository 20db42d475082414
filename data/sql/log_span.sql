-- First and last instant that the log tells of any contact that entered a queue.
SELECT min(entered_at) AS first_at, max(entered_at) AS last_at FROM contact_leg WHERE offered AND direction = 'in'
