-- Contacts of which several rows came with large files, or one that has others.
INSERT INTO touched_contact
SELECT contact_id
FROM contact_leg
WHERE hash(contact_id) IN (
    SELECT hash(contact_id) FROM contact_leg GROUP BY hash(contact_id) HAVING count(*) > 1 AND max(batch_id) = $batch_id
)
