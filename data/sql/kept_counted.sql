SELECT * EXCLUDE (kind, name, form) FROM good_interval WHERE offered > 0
