-- Whether what does not fit into memory may wait on disk: only a desk's store, which encrypts it, says that it may.
SELECT CAST(CAST(current_setting('temp_file_encryption') AS BOOLEAN) AS INTEGER)
