SELECT count(*) FROM forgotten_customer
