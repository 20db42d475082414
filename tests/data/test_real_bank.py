"""Every quirk of a real call centre's log is read as what it is. The data is not part of the project."""

from pathlib import Path

import pandas as pd

from benchmarks.replay_plans import MAPPING
from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.warehouse import Warehouse


def test_seven_months_of_a_bank_come_in_with_every_row_accounted_for(real_data: Path, tmp_path: Path) -> None:
    settings = {
        "format": 1,
        "name": "Bank",
        "time_zone": "Asia/Jerusalem",
        "country": "IL",
        "hours": {"phone": {"sun": ["07:00-24:00"]}},
        "queue": [{"name": "bank"}],
        "import": {"mapping": {"anonymous-bank": MAPPING | {"queue": "bank"}}},
    }
    desk = Desk(folder=tmp_path, settings=DeskSettings.model_validate(settings))
    files = sorted((real_data / "anonymous_bank_1999").glob("calls_1999_*.csv.gz"))

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, files, warehouse=warehouse)
        again = import_logs(desk, files[:1], warehouse=warehouse)
        legs = warehouse.table("contact_leg")

    reasons = pd.DataFrame([pair for file in report.files for pair in file.reasons], columns=["reason", "rows"])
    assert (report.read, report.new, report.changed, report.same, report.rejected) == (252_290, 249_825, 0, 0, 2_465)
    assert reasons.groupby("reason")["rows"].sum().to_dict() == {
        'outcome "PHANTOM" is mapped to reject': 2_348,
        "answered, but no time in q_start, ser_start": 117,
    }
    assert (again.new, again.changed) == (0, 0)
    assert legs["outcome"].value_counts().to_dict() == {"answered": 196_247, "abandoned": 40_001, "ivr_exit": 13_577}
    assert (legs["offered"].sum(), legs["is_entry"].sum()) == (236_248, 236_248)
    assert (legs["kind"] == "ivr_only").sum() == 13_577
    assert legs["handle_s"].notna().sum() == 196_034
    assert legs["handle_s"].max() == 30_278
    assert legs.loc[legs["outcome"] != "answered", ["answered_at", "talk_s", "handle_s"]].isna().all(axis=None)
    assert legs["flags"].explode().value_counts().to_dict() == {
        "clock_skew": 369,
        "negative_ivr": 257,
        "answer_time_derived": 212,
    }
    assert legs.loc[legs["offered"].astype(bool), "wait_s"].isna().sum() == 369
    assert set(legs["topic"]) == {"PS", "NW", "NE", "TT", "IN", "PE"}
