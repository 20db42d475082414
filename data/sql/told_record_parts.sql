-- Into how many parts the touched contacts fall.
SELECT coalesce(max(part) + 1, 0) FROM told_touched
