SELECT count(*) FROM staged_leg
