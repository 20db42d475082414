-- Staged records enter the book: each once a file. A record known with another content has changed.
CREATE OR REPLACE TEMP TABLE arriving_record AS
SELECT
    staged.* EXCLUDE (caller, reason),
    customer_key_of(caller) AS customer_key,
    staged_file.file_id,
    hash(at_s, answered_s, duration_s, billed_s, disposition, application, reached, queue_key) AS content,
    row_number() OVER (
        PARTITION BY source_instance, record_id, content ORDER BY file_no, row_no
    ) = 1 AS is_first,
    row_number() OVER (
        PARTITION BY source_instance, record_id, content, staged_file.file_id ORDER BY file_no, row_no
    ) = 1 AS is_first_of_file,
    row_number() OVER (PARTITION BY source_instance, record_id ORDER BY file_no, row_no) = 1 AS is_first_version
FROM staged_asterisk_record AS staged
JOIN staged_file USING (file_no)
WHERE staged_file.importer = 'asterisk_cdr';

CREATE OR REPLACE TEMP TABLE known_record AS
SELECT DISTINCT source_instance, record_id, content, file_id
FROM asterisk_call_record
WHERE record_id IN (SELECT record_id FROM arriving_record);

INSERT INTO staged_tally
SELECT
    file_no,
    count(*) FILTER (is_first AND is_first_version AND NOT is_known),
    count(*) FILTER (is_first AND NOT is_alike AND (is_known OR NOT is_first_version)),
    count(*) FILTER (NOT is_first OR is_alike)
FROM (
    SELECT
        file_no, is_first, is_first_version,
        (source_instance, record_id) IN (SELECT (source_instance, record_id) FROM known_record) AS is_known,
        (source_instance, record_id, content) IN (SELECT (source_instance, record_id, content) FROM known_record)
            AS is_alike
    FROM arriving_record
)
GROUP BY file_no;

INSERT INTO asterisk_call_record BY NAME
SELECT * EXCLUDE (file_no, is_first, is_first_of_file, is_first_version)
FROM arriving_record
WHERE is_first_of_file
    AND (source_instance, record_id, content, file_id)
        NOT IN (SELECT (source_instance, record_id, content, file_id) FROM known_record);

INSERT INTO file_span
SELECT file_no, to_timestamp(min(at_s)), to_timestamp(max(at_s)) FROM arriving_record GROUP BY file_no;

DROP TABLE staged_asterisk_record
