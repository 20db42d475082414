-- Since when the desk keeps rows, by kind of row, as desk.toml said last. What is older and stays belongs to contacts that
-- reach over that moment or are open: no day before it is whole any more.
CREATE TABLE IF NOT EXISTS retained_from (kind TEXT NOT NULL, from_at TIMESTAMPTZ NOT NULL);
