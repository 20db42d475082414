INSERT INTO staged_file
SELECT
    $file_no, $file_id, $file_name, $sha256, $importer, $mapping_name, $mapping_hash, $encoding, $source_tz, $completeness,
    $file_id IN (SELECT file_id FROM import_file)
