INSERT INTO staged_file
VALUES ($file_no, $file_id, $file_name, $sha256, $importer, $mapping_name, $mapping_hash, $encoding, $source_tz)
