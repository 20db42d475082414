-- Records of files of this command, before they join the stored ones.
CREATE TEMP TABLE IF NOT EXISTS staged_told_record AS SELECT 0 AS file_no, *, '' AS refusal FROM told_record LIMIT 0
