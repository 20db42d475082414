INSERT INTO retained_from VALUES ($kind, $before)
