-- The first refused rows of such a log.
SELECT row_no, reason FROM import_reject ORDER BY row_no LIMIT $rows
