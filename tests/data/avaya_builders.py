"""Builders of a desk whose totals come from an Avaya CMS, and of the rows of its interval table."""

from pathlib import Path
from typing import Any

from data.desk import Desk, DeskSettings

HEADER = (
    "row_date,starttime,intrvl,acd,split,acdcalls,abncalls,abntime,callsoffered,anstime,"
    "acdtime,holdtime,acwtime,busycalls"
)


def avaya_desk(folder: Path, *, zone: str = "America/New_York", **settings: Any) -> Desk:
    """A desk with queues support and sales, both by phone, and the CMS `switch`."""
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": zone,
            "hours": {"phone": {"mon": ["10:00-18:00"]}},
            "queue": [{"name": "support", "channel": "phone"}, {"name": "sales", "channel": "phone"}],
            "import": {"avaya_cms": {"switch": {"queues": {"12": "support", "14": "sales"}} | settings}},
        }
    )
    return Desk(folder=folder, settings=told)


def interval(day: str, start: str, *, offered: int = 10, split: str = "12", **cells: str) -> str:
    """Half an hour of a split: all but one were answered, after 15:25 of talk in all."""
    usual = {
        "row_date": day, "starttime": start, "intrvl": "30", "acd": "1", "split": split, "acdcalls": str(offered - 1),
        "abncalls": "1", "abntime": "24:50", "callsoffered": str(offered), "anstime": "90", "acdtime": "15:25",
        "holdtime": "0:30", "acwtime": "1:00:00", "busycalls": "0",
    }  # fmt: skip
    return ",".join((usual | cells)[name] for name in HEADER.split(","))


def write_table(path: Path, *rows: str, header: str = HEADER) -> Path:
    """An interval table."""
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path
