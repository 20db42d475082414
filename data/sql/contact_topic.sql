-- Contacts offered to each queue by local day of arrival and reason; empty where the source tells none.
SELECT
    queue_key AS queue,
    CAST(entered_at AT TIME ZONE $zone AS DATE) AS date,
    coalesce(topic, '') AS topic,
    count(*) AS offered
FROM contact_leg
WHERE offered AND direction = 'in' AND entered_at < $until
GROUP BY ALL
ORDER BY ALL
