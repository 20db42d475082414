-- Legs that stood before and for which no version stands now.
SELECT count(*) FROM (
    SELECT leg_key FROM version
    GROUP BY leg_key, source_system, source_instance, leg_id
    HAVING bool_or(known_place IS NOT NULL) AND NOT bool_or(stands)
)
