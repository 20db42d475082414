CREATE OR REPLACE TEMP TABLE reading_before AS SELECT file_id, importer, is_active, is_current FROM import_file
