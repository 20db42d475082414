DROP TABLE staged_leg;
DROP TABLE staged_total;
DROP TABLE staged_reject;
DROP TABLE staged_file;
DROP TABLE staged_count;
DROP TABLE stale_file;
DROP TABLE decided;
DROP TABLE decided_total;
