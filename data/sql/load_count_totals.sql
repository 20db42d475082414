-- Whether there are totals to decide about: staged ones, or told ones whose files may have come to count or ceased to.
SELECT CAST(EXISTS (FROM staged_total) OR EXISTS (FROM total_told) AS INTEGER)
