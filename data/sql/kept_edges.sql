-- Every minute of an hour at which a stretch begins or ends that is to be counted anew; whole minutes, in UTC.
SELECT DISTINCT epoch_us(edge) // 60000000 % 60 AS minute
FROM (SELECT open_from AS edge FROM asked_piece UNION ALL SELECT open_until FROM asked_piece)
