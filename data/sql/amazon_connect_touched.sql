-- Records of which a file told that came to count, or ceased to; their contacts, and the contacts that they are linked with.
CREATE OR REPLACE TEMP TABLE connect_changed AS
SELECT DISTINCT source_instance, record_id, contact_id, previous_id, next_id
FROM connect_contact
WHERE file_id IN (SELECT file_id FROM changed_file);

CREATE OR REPLACE TEMP TABLE connect_linked_record AS
SELECT source_instance, record_id FROM connect_changed
UNION
SELECT source_instance, previous_id FROM connect_changed WHERE previous_id IS NOT NULL
UNION
SELECT source_instance, next_id FROM connect_changed WHERE next_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE connect_touched AS
SELECT source_instance, contact_id FROM connect_changed
UNION
SELECT source_instance, contact_id FROM connect_contact SEMI JOIN connect_linked_record USING (source_instance, record_id)
UNION
SELECT contact.source_instance, contact.contact_id
FROM connect_contact AS contact
SEMI JOIN connect_changed AS changed
    ON contact.source_instance = changed.source_instance AND contact.next_id = changed.record_id
UNION
SELECT contact.source_instance, contact.contact_id
FROM connect_contact AS contact
SEMI JOIN connect_changed AS changed
    ON contact.source_instance = changed.source_instance AND contact.previous_id = changed.record_id;

INSERT INTO staged_group SELECT 'amazon_connect', source_instance, contact_id FROM connect_touched;

INSERT INTO staged_agent
SELECT DISTINCT 'amazon_connect', source_instance, agent_key
FROM connect_agent_event
WHERE file_id IN (SELECT file_id FROM changed_file)
