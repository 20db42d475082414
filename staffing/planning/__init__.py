"""Who works when: from requirements to named shifts with their lunches, and the tables in which a plan is kept.

Takes `Requirement` and the desk; gives `ShiftPlan`. Judges nothing: `staffing.labour_rules` does, and shares no code.

The way in is `plan_shifts`: a week's shifts as counts (`week_*`), names and days (`shift_names`, `work_days`,
`steady_week`), then each day (`day`), even duties and wishes (`fairness`), longer shifts where asked (`overtime`).
`month_sheet` prints a plan and reads an edited one, `repair` mends one that stands.
"""
