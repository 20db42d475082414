"""The plan as the month sheet that a lead prints, and what an edited one says."""
