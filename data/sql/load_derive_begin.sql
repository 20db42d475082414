-- Contacts of which several rows follow from records, or one beside rows of another system.
CREATE OR REPLACE TEMP TABLE touched_contact (contact_id TEXT)
