-- Every reason for which a row was refused, once.
SELECT DISTINCT reason
FROM import_reject
ORDER BY reason
