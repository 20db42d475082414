-- Whom the desk was asked to forget comes without a key again.
UPDATE staged_leg SET customer_key = NULL
WHERE customer_key IS NOT NULL AND customer_tombstone(customer_key) IN (SELECT tombstone FROM forgotten_customer)
