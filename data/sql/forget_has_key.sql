SELECT (customer_key_of(getvariable('told_number')) IS NOT NULL)::INTEGER
