CREATE OR REPLACE TEMP TABLE gone_file AS SELECT file_id FROM import_file WHERE imported_at < $before
