SELECT count(*) FROM staged_leg WHERE row_no <= $row_no
