"""Any order, cut and repetition of the same records gives the same log; whatever a file holds, the books balance."""

import json
import random
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import TsunagariError
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.connect_desk import (
    Record,
    connect_desk,
    contact,
    event,
    imported,
    legs_of,
    rows_of,
    served,
    write_records,
)

RECORDS: tuple[Record, ...] = (
    contact("c1", ends=40, NextContactId="c2", updated=100),
    contact("c1", ends=40, NextContactId="c2", updated=200, DisconnectReason="CONTACT_FLOW_DISCONNECT"),
    contact("c2", begins=40, method="CALLBACK", InitialContactId="c1", PreviousContactId="c1", agent=served(90)),
    contact("c3", agent=served(40), NextContactId="c4"),
    contact("c4", begins=140, entered=141, waited=5, method="TRANSFER", queue="Experts", InitialContactId="c3",
            PreviousContactId="c3", updated=700),
    contact("c4", begins=140, entered=141, waited=5, method="TRANSFER", queue="Experts", InitialContactId="c3",
            PreviousContactId="c3", agent=served(146, name="abe"), updated=900),
    contact("c5", queue=None),
    contact("c6", ends=None, updated=300),
    event("e1", 0, kind="LOGIN"),
    event("e2", 100, contacts=[("CONNECTED", 98)]),
    event("e3", 200, contacts=[("ENDED", 199)]),
    event("e4", 301, "Lunch", since=300),
)  # fmt: skip
LINEAGE = ["batch_id", "imported_at", "file_id", "row_no"]


def log_after(files: list[list[Record]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Legs and states of a desk that got these files, one command each."""
    with tempfile.TemporaryDirectory() as folder:
        desk = connect_desk(Path(folder), staff=(), agents={"sato": "sato", "abe": "abe"})
        (desk.state_folder).mkdir(parents=True, exist_ok=True)
        key = desk.state_folder / "customer.key"
        key.write_text("ab" * 32 + "\n", encoding="ascii")
        key.chmod(0o600)
        for number, records in enumerate(files):
            told = imported(desk, write_records(desk.folder / f"{number}.json", records)).files[0]
            assert told.read == told.new + told.changed + told.same + told.rejected == len(records)
        states = rows_of(desk, "agent_state").sort_values("start_utc", ignore_index=True)
        return legs_of(desk).drop(columns=LINEAGE), states.drop(columns=["file_id", "row_no"])


WHOLE: list[tuple[pd.DataFrame, pd.DataFrame]] = []


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32), pieces=st.integers(1, 4))
def test_any_order_cut_and_repetition_of_the_records_gives_the_same_log(seed: int, pieces: int) -> None:
    if not WHOLE:
        WHOLE.append(log_after([list(RECORDS)]))
    chance = random.Random(seed)
    shuffled = [*RECORDS, *chance.sample(RECORDS, 4)]
    chance.shuffle(shuffled)
    files = [part for place in range(pieces) if (part := shuffled[place::pieces])]

    legs, states = log_after(files)

    pd.testing.assert_frame_equal(legs, WHOLE[0][0])
    pd.testing.assert_frame_equal(states, WHOLE[0][1])


def test_an_undone_import_leaves_what_the_others_tell(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    imported(desk, write_records(tmp_path / "a.json", RECORDS[:1]))
    before = legs_of(desk)
    imported(desk, write_records(tmp_path / "b.json", RECORDS[1:]))

    with Warehouse.open(desk) as warehouse:
        undo_import(warehouse, desk, batch=2)

    pd.testing.assert_frame_equal(legs_of(desk).drop(columns=LINEAGE), before.drop(columns=LINEAGE))
    assert len(rows_of(desk, "connect_contact")) == 1


@pytest.mark.parametrize("queues", [("technical", "second"), ("second", "technical")])
def test_other_settings_for_the_same_file_change_its_legs(queues: tuple[str, str], tmp_path: Path) -> None:
    path = write_records(tmp_path / "a.json", [contact("c1")])
    before, after = (connect_desk(tmp_path, queues={"Technical": queue}) for queue in queues)
    imported(before, path)

    told = imported(after, path).files[0]

    assert (told.new, told.changed, told.same) == (0, 1, 0)
    assert legs_of(after)["queue_key"].tolist() == [queues[1]]


ODD: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=8),
        st.sampled_from(["2025-04-07T00:00:00Z", "CALLBACK", "VOICE", "Technical", "c1", "", "9999-12-31T00:00:00Z"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["Name", "ARN", "Duration", "State", "EnqueueTimestamp", "x\"y"]), inner),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(
    records=st.lists(
        st.tuples(st.sampled_from(RECORDS), st.dictionaries(st.sampled_from(sorted({*RECORDS[0], *RECORDS[-1]})), ODD)),
        min_size=1,
        max_size=20,
    ),
    as_list=st.booleans(),
    cut=st.integers(0, 40),
)
def test_whatever_a_file_holds_its_records_are_all_accounted_for(
    records: list[tuple[Record, dict[str, Any]]], as_list: bool, cut: int
) -> None:
    told = [{**record, **odd} for record, odd in records]
    content = json.dumps(told) if as_list else "".join(f"{json.dumps(record)}\n" for record in told)
    content = content[: len(content) - cut] if cut > 30 else content
    with tempfile.TemporaryDirectory() as folder:
        desk = connect_desk(Path(folder))
        path = desk.folder / "odd.json"
        path.write_text(content, encoding="utf-8")
        try:
            report = imported(desk, path).files[0]
            again = imported(desk, path).files[0]
        except TsunagariError:
            return
    assert report.read == report.new + report.changed + report.same + report.rejected
    assert (again.read, again.new, again.changed, again.rejected) == (report.read, 0, 0, report.rejected)
