SELECT
    queue, channel, interval_start, interval_minutes, open_minutes, offered, answered, abandoned, short_abandoned,
    answered_in_threshold, wait_answered_s, talk_s, hold_s, acw_s, handle_s, handled, agents_seen
FROM staged_interval_count
ORDER BY queue, interval_start
