"""Who works when: from requirements to named shifts with their lunches, and the tables in which a plan is kept.

Takes `Requirement` and the desk; gives `ShiftPlan`. Judges nothing: `staffing.labour_rules` does, and shares no code.
"""
