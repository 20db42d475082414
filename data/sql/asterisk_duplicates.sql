SELECT count(*) - count(DISTINCT hash(call_id, at_s, event, queue, agent, wait_s, talk_s, ring_s, detail))
FROM told_call_event
