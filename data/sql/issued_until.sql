-- How far the forecasts reach that were issued at an instant.
SELECT max(interval_start) AS last_start FROM issued_forecast WHERE issued_at = $issued_at
