DELETE FROM retained_from
