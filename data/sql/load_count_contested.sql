-- Keys of which more than one row is to be looked at: of most imports none.
SELECT count(*) FROM contested_key
