SELECT queue, weekday, minute_of_day, contacts, wait_p80_s FROM staged_interval_wait
