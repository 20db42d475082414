SELECT
    (SELECT count(*) FROM contact_leg WHERE entered_at < $before)
    + (SELECT count(*) FROM leg_beside WHERE entered_at < $before)
