-- What was counted anew, as staged in counted_interval, is kept beside what still holds; intervals without a contact too.
DELETE FROM kept_interval
WHERE kind = $kind AND name = $name AND interval_start NOT IN (SELECT interval_start FROM good_interval);

INSERT INTO kept_interval BY NAME
SELECT
    $kind AS kind, $name AS name, wanted_interval.interval_start,
    hash(stretches, $short_abandon_seconds::DOUBLE, $threshold_seconds::DOUBLE) AS form,
    counted.* EXCLUDE (interval_start, offered), coalesce(counted.offered, 0) AS offered
FROM wanted_interval
ANTI JOIN good_interval USING (interval_start)
LEFT JOIN counted_interval AS counted USING (interval_start)
