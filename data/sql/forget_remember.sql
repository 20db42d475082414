-- A tombstone, which later imports and undos obey; it cannot be matched to a row, for no row keeps the key.
INSERT INTO forgotten_customer
SELECT tombstone
FROM (SELECT customer_tombstone(customer_key_of(getvariable('told_number'))) AS tombstone)
WHERE tombstone NOT IN (FROM forgotten_customer)
