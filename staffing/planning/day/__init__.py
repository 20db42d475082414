"""A day of named people: their lunches, short breaks, and who serves another queue for a while."""
