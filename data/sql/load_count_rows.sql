-- What became of the staged legs of each file: whatever nothing contests is new.
INSERT INTO row_count
SELECT file_no, count(*), 0, 0
FROM staged_leg
GROUP BY file_no
