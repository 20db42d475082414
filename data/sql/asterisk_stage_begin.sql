-- What the lines of one file told, before it is known what of it is new; as told, with names and numbers. line_hash: the same
-- of two lines that tell the same event.
CREATE TEMP TABLE IF NOT EXISTS staged_asterisk_event (
    file_no INTEGER, source_instance TEXT, row_no BIGINT, is_line BOOLEAN, call_id TEXT, at_s BIGINT, event TEXT,
    queue TEXT, queue_key TEXT, agent TEXT, wait_s INTEGER, talk_s INTEGER, ring_s DOUBLE, detail TEXT, caller TEXT,
    is_doubtful BOOLEAN, tz_assumed BOOLEAN, reason TEXT, shown TEXT,
    line_hash UBIGINT
);
DELETE FROM staged_asterisk_event WHERE file_no = $file_no
