SELECT queue, seconds, abandoned, stayed FROM staged_wait_count
