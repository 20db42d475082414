"""Sample desks write what real systems write, and the import gives back the very contacts that the desk drew."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.sample_desks import mail_only, write_sample_desk
from data.sample_desks.written_log import MAIL_COLUMNS, mail_rows
from tests.data.native_logs import imported_legs, mails_of

SINCE, UNTIL, SEED = date(2026, 9, 14), date(2026, 11, 19), 3
Told = dict[str, tuple[Any, ...]]


def spied(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, told: Told) -> None:
    """Let a desk write as it does, and keep what it gave to its writer."""
    write: Callable[..., None] = getattr(module, name)

    def keep(*given: Any, **named: Any) -> None:
        told[name] = given
        told[f"{name} named"] = (named,)
        write(*given, **named)

    monkeypatch.setattr(module, name, keep)


def drawn_mails(told: Told) -> pd.DataFrame:
    """The letters of a desk by the columns of its log as CSV."""
    _, _, letters, replies, span = told["write_zendesk_exports"]
    rows = mail_rows(letters, replies, span, **told["write_zendesk_exports named"][0])
    mails = pd.DataFrame([line.split(",") for _, line in rows], columns=list(MAIL_COLUMNS))
    for column in ("受信日時", "返信日時"):
        mails[column] = pd.to_datetime(mails[column]).astype("datetime64[us]")
    return mails.assign(対応秒数=pd.to_numeric(mails["対応秒数"]))


def as_drawn(mails: pd.DataFrame) -> pd.DataFrame:
    """Columns that both tell, in the order of arrival."""
    told = ["受信日時", "返信日時", "対応秒数", "返信担当", "状態", "用件"]
    return mails[told].fillna({"返信担当": ""}).sort_values(told, ignore_index=True)


def test_tickets_of_zendesk_hold_the_very_mails_that_the_mail_desk_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: Told = {}
    spied(monkeypatch, mail_only, "write_zendesk_exports", told)
    folder = write_sample_desk("mail-only", tmp_path / "desk", until=UNTIL, seed=SEED, since=SINCE)

    legs = imported_legs(folder, tmp_path / "read")

    assert {path.suffix for path in (folder / "logs").iterdir()} == {".jsonl"}
    assert set(legs["source_system"]) == {"zendesk"}
    assert legs["offered"].all()
    assert legs["is_entry"].all()
    pd.testing.assert_frame_equal(as_drawn(mails_of(legs)), as_drawn(drawn_mails(told)), check_dtype=False)
