"""Longer shifts where hours would stay uncovered otherwise, within the agreement."""
