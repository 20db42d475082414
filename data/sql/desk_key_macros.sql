-- HMAC-SHA256 (RFC 2104), its first 128 bits in hexadecimal; the two pads are variables of the session.
CREATE OR REPLACE TEMP MACRO keyed(words) AS left(
    sha256(getvariable('key_outer') || unhex(sha256(getvariable('key_inner') || encode(words)))), 32
);
-- A number as dialled at home; a mail address in small letters.
CREATE OR REPLACE TEMP MACRO at_home(told) AS regexp_replace(
    regexp_replace(translate(told, '０１２３４５６７８９＋', '0123456789+'), '[^0-9+]', '', 'g'),
    getvariable('dialled_from_abroad'), getvariable('dialled_at_home')
);
CREATE OR REPLACE TEMP MACRO customer_key_of(told) AS CASE
    WHEN contains(told, '@') AND NOT starts_with(lower(told), 'sip') THEN keyed(lower(trim(told)))
    WHEN length(at_home(split_part(told, '@', 1))) >= 6 THEN keyed(at_home(split_part(told, '@', 1)))
END;
CREATE OR REPLACE TEMP MACRO customer_tombstone(customer) AS keyed('forgotten ' || customer);
-- A name that staff.csv knows is a pseudonym already, and so is what this macro gave before.
CREATE OR REPLACE TEMP MACRO agent_key_of(told) AS CASE
    WHEN list_contains(getvariable('staff_names'), told) OR regexp_full_match(told, 'agent-[0-9a-f]{12}') THEN told
    WHEN trim(told) <> '' THEN 'agent-' || left(keyed('agent ' || trim(told)), 12)
END
