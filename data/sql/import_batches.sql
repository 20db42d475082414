-- Every import command: its number, when, its files, what became of their rows, and whether it was undone.
SELECT
    batch_id AS batch,
    any_value(imported_at) AS imported_at,
    string_agg(file_name, ', ' ORDER BY file_name) AS files,
    sum(rows_read)::BIGINT AS read,
    sum(rows_new)::BIGINT AS new,
    sum(rows_changed)::BIGINT AS changed,
    sum(rows_same)::BIGINT AS same,
    sum(rows_rejected)::BIGINT AS rejected,
    any_value(undone_at) AS undone_at
FROM import_delivery
GROUP BY batch_id
ORDER BY batch_id
