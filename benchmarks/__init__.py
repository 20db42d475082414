"""Measures speed, memory and accuracy, beside peers in one run; figures are printed, never asserted by a timed test."""
