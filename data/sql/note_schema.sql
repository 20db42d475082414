-- The store has the form that the schema files of this digest give.
DELETE FROM made_from;
INSERT INTO made_from VALUES ($digest)
