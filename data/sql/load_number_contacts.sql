-- Rows of one contact are numbered by the time they entered; the first of them that wanted a person is the demand.
-- Of the touched contacts every row is looked at, whatever file brought it, so that the order of files never matters.
UPDATE contact_leg
SET leg_seq = numbered.leg_seq, is_entry = numbered.is_entry
FROM (
    SELECT
        leg_row,
        row_number() OVER (PARTITION BY contact_id ORDER BY entered_at, source_instance, leg_id) AS leg_seq,
        wanted AND row_number() OVER (
            PARTITION BY contact_id, wanted ORDER BY entered_at, source_instance, leg_id
        ) = 1 AS is_entry
    FROM (
        SELECT
            rowid AS leg_row, contact_id, entered_at, source_instance, leg_id,
            kind NOT IN ('callback', 'outbound', 'reply_cycle') AND (offered OR outcome = 'blocked') AS wanted
        FROM contact_leg
        WHERE contact_id IN (FROM touched_contact)
    )
) AS numbered
WHERE contact_leg.rowid = numbered.leg_row
    AND (contact_leg.leg_seq <> numbered.leg_seq OR contact_leg.is_entry <> numbered.is_entry)
