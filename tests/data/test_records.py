import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from data.desk import Desk, DeskSettings
from data.records import Records
from data.remark import Remark


def test_the_plan_saved_last_comes_back_as_it_was(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    rows = pd.DataFrame({"person": ["007"], "date": ["2026-04-01"], "shift": [""], "paid": [True]})
    coverage = pd.DataFrame({"queue": ["support"], "uncovered_hours": [0.5]})

    with Records.open(desk) as records:
        for remark in ("first", "second"):
            records.save_plan(
                first_day=date(2026, 4, 1),
                last_day=date(2026, 4, 30),
                activities=rows,
                coverage=coverage,
                remarks=[Remark(ja=remark, en=f"{remark} in English"), Remark.untranslated("and this")],
                author="lead",
            )
    with Records.open(desk) as records:
        plan = records.newest_plan()

    assert plan is not None
    assert plan.remarks == (Remark(ja="second", en="second in English"), Remark(ja="and this", en="and this"))
    pd.testing.assert_frame_equal(plan.activities, rows, check_dtype=False)
    pd.testing.assert_frame_equal(plan.coverage, coverage, check_dtype=False)


def test_of_an_earlier_moment_only_the_plans_kept_by_then_count(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk, day = Desk(folder=tmp_path, settings=weekday_settings), date(2026, 4, 1)
    moments = [datetime.now(UTC)]
    with Records.open(desk) as records:
        for name in ("first", "second"):
            rows = pd.DataFrame({"person": [name], "date": [day.isoformat()]})
            records.save_plan(
                first_day=day, last_day=day, activities=rows, coverage=pd.DataFrame({"queue": []}), remarks=[],
                author="lead",
            )  # fmt: skip
            moments.append(datetime.now(UTC))

        found = [records.plans(day, day, kept_by=moment) for moment in moments]

    assert [[plan.activities["person"][0] for plan in plans] for plans in found] == [[], ["first"], ["second"]]


def test_a_new_desk_has_no_plan(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    with Records.open(Desk(folder=tmp_path, settings=weekday_settings)) as records:
        plan = records.newest_plan()

    assert plan is None


def test_a_remark_kept_before_there_were_translations_is_shown_as_it_is(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    day = date(2026, 4, 1)
    with Records.open(desk) as records:
        records.save_plan(first_day=day, last_day=day, activities=pd.DataFrame({"person": ["a"]}),
                          coverage=pd.DataFrame({"queue": ["support"]}), remarks=[Remark("短い", "short")],
                          author="lead")  # fmt: skip
    with closing(sqlite3.connect(desk.state_folder / "records.sqlite")) as store:
        store.execute("DROP TABLE plan_remark_en")
        store.commit()

    with Records.open(desk) as records:
        plan = records.newest_plan()

    assert plan is not None
    assert [remark.said("en") for remark in plan.remarks] == ["短い"]
