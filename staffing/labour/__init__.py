"""Reads a shift plan by the laws, agreements and contracts of the desk, one rule after the other.

Takes `ShiftPlan` and the desk's settings; gives `Violation`. Shares no code with `staffing.planning`, which
makes plans. The way in is `staffing.labour_rules.judge`.
"""
