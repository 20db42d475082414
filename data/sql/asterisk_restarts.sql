-- Open stays, where this Asterisk was ever restarted.
SELECT count(*)
FROM asterisk_leg
WHERE end_event IS NULL AND next_s IS NULL AND EXISTS (FROM asterisk_restart)
