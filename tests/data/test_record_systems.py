"""What holds of every system whose contacts follow from JSON records, however its records look."""

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.forget import forget_customer
from data.importers.choose_mapping import choose_importer
from data.retention import apply_retention
from data.undo_import import list_batches, undo_import
from data.warehouse import Warehouse
from tests.data import genesys_desk as genesys
from tests.data import talk_desk as talk
from tests.data import twilio_desk as twilio
from tests.data.system_desk import Record, imported, legs_of, rows_of, system_desk, write_records


@dataclass(frozen=True)
class Example:
    """Records of a system.

    Parameters
    ----------
    desk
        Makes a desk in a folder.
    page
        By which key a page of its interface holds records.
    records
        Of contacts whose legs are all different, among them several versions of some.
    contacts
        How many these are.
    queue
        What the system calls a queue of its.
    versions
        How many of the records are versions of another one.
    customer
        By what it knows the customer of its first contact.
    """

    desk: Callable[..., Desk]
    page: str
    records: list[Record]
    contacts: int
    queue: str
    versions: int
    customer: str = "+12025550123"


_GENESYS = [
    genesys.conversation("v1", genesys.customer(ends=None), genesys.queued("q1", 0, None), ends=None),
    genesys.conversation("v1", genesys.customer(), genesys.queued("q1", 0, 10), genesys.agent("a1", 10, 90)),
    genesys.conversation("v2", genesys.customer(), genesys.queued("q2", 20, 60, tAbandon=40)),
    genesys.conversation("v3", genesys.customer(), genesys.queued("q3", 30, 50), genesys.agent("a3", 50, 99)),
]
_TALK = [
    talk.call(1, updated=500, wrap_up_time=0),
    talk.call(1, updated=900),
    talk.leg(11, 1, transferred_to=32),
    talk.leg(12, 1, begins=280, agent=32, talk_time=100, transferred_from=31),
    talk.left(2),
]
EXAMPLES = {
    "genesys": Example(genesys.genesys_desk, "conversations", _GENESYS, contacts=3, queue="Lines", versions=1),
    "zendesk_talk": Example(
        talk.talk_desk, "calls", _TALK, contacts=2, queue="Lines", versions=1, customer=talk.CUSTOMER
    ),
    "twilio": Example(
        twilio.twilio_desk,
        "events",
        [*twilio.served("WT1")[1:6], *twilio.lost("WT2")],
        contacts=2,
        queue="Lines",
        versions=0,
    ),
}
every_system = pytest.mark.parametrize("system", EXAMPLES)


@every_system
def test_its_files_are_known_by_their_content(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]

    importer: Any = choose_importer(told.desk(tmp_path), write_records(tmp_path / "a.log", told.records))

    assert (importer.source_system, importer.name) == (system, "cloud")


@every_system
def test_every_record_is_new_changed_same_or_rejected(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    path = write_records(tmp_path / "a.json", [*told.records, told.records[-1], {"no": "record"}])

    report = imported(told.desk(tmp_path), path)

    records = len(told.records)
    assert (report.read, report.new, report.changed) == (records + 2, records - told.versions, 0)
    assert (report.same, report.rejected) == (told.versions + 1, 1)


@every_system
def test_a_file_that_came_before_brings_nothing(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    desk, path = told.desk(tmp_path), write_records(tmp_path / "a.json", told.records)
    copy = write_records(tmp_path / "b.json", [*reversed(told.records), {}])

    imported(desk, path)
    before = legs_of(desk)
    again, other = imported(desk, path), imported(desk, copy)

    assert (again.new, again.changed) == (other.new, other.changed) == (0, 0)
    pd.testing.assert_frame_equal(legs_of(desk), before)


@every_system
def test_files_and_records_in_any_order_make_the_same_legs(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    whole = told.desk(tmp_path / "whole")
    imported(whole, write_records(tmp_path / "all.json", told.records))
    expected = legs_of(whole)

    mixed = random.Random(5).sample(told.records, len(told.records))
    for number, order in enumerate([told.records[::-1], mixed]):
        desk = told.desk(tmp_path / f"desk-{number}")
        for place, record in enumerate(order):
            imported(desk, write_records(tmp_path / f"{number}-{place}.json", [record]))
        pd.testing.assert_frame_equal(legs_of(desk), expected)

    assert expected["contact_id"].nunique() == told.contacts


@every_system
def test_contacts_of_many_parts_make_the_legs_that_they_make_together(
    tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = EXAMPLES[system]
    whole, parted = told.desk(tmp_path / "whole"), told.desk(tmp_path / "parted")
    imported(whole, write_records(tmp_path / "a.json", told.records))

    monkeypatch.setattr("data.importers.record_system.PART_CONTACTS", 1)
    imported(parted, tmp_path / "a.json")

    pd.testing.assert_frame_equal(legs_of(parted), legs_of(whole))


@every_system
def test_pages_lists_and_packed_files_are_read_alike(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    plain = told.desk(tmp_path / "plain")
    imported(plain, write_records(tmp_path / "lines.json", told.records))
    page = {told.page: told.records, "next_page": "https://example.com/2", "count": len(told.records)}
    texts = {
        "page.json": json.dumps(page).encode(),
        "list.json": json.dumps(told.records, indent=1).encode(),
        "lines.json.gz": gzip.compress("\n".join(map(json.dumps, told.records)).encode()),
    }

    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
        desk = told.desk(tmp_path / f"desk-{name}")
        imported(desk, tmp_path / name)
        pd.testing.assert_frame_equal(legs_of(desk), legs_of(plain))


@every_system
def test_an_import_that_is_undone_leaves_what_the_others_brought(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    desk = told.desk(tmp_path)
    imported(desk, write_records(tmp_path / "a.json", told.records[:1]))
    before = legs_of(desk)
    imported(desk, write_records(tmp_path / "b.json", told.records[1:]))

    with Warehouse.open(desk) as warehouse:
        undo_import(warehouse, desk, batch=int(list_batches(warehouse)["batch"].max()))

    pd.testing.assert_frame_equal(legs_of(desk), before)
    assert len(rows_of(desk, "told_record")) == 1


@every_system
def test_contacts_go_with_their_records_once_they_are_older_than_the_desk_keeps(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    made = told.desk(tmp_path)
    imports = made.settings.imports
    kept = imports.model_copy(update={"keep_months": imports.keep_months.model_validate({"legs": 1})})
    desk = Desk(made.folder, made.settings.model_copy(update={"imports": kept}))
    imported(desk, write_records(tmp_path / "a.json", told.records))

    with Warehouse.open(desk) as warehouse:
        said = apply_retention(warehouse, desk, now=pd.Timestamp("2025-08-01", tz="Asia/Tokyo"))

    assert rows_of(desk).empty
    assert rows_of(desk, "told_record").empty
    assert f"{len(told.records)} records of contacts" in "\n".join(map(str, said))


@every_system
def test_a_customer_who_is_forgotten_is_not_known_by_a_later_import(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    desk = told.desk(tmp_path)
    imported(desk, write_records(tmp_path / "a.json", told.records[:-1]))
    assert rows_of(desk)["customer_key"].notna().any()

    with Warehouse.open(desk) as warehouse:
        forget_customer(warehouse, desk, number=told.customer)
    imported(desk, write_records(tmp_path / "b.json", told.records))

    assert rows_of(desk)["customer_key"].isna().all()
    assert rows_of(desk, "told_record")["customer_key"].isna().all()


@every_system
def test_a_desk_without_its_table_is_told_what_to_write(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    table = f"[import.{system}.my-{system.rpartition('_')[2]}]"
    desk = system_desk(tmp_path, system)

    with pytest.raises(ImportRefused) as refused:
        imported(desk, write_records(tmp_path / "a.json", told.records))

    assert f'{table}\nqueues = {{ "{told.queue}" = "technical" }}\nqueue = "technical"' in str(refused.value)


@every_system
def test_a_table_that_names_a_queue_the_desk_has_not_is_refused(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    desk = told.desk(tmp_path, queues={told.queue: "nowhere"})

    with pytest.raises(DeskError, match=rf"import\.{system}\.cloud\.queues\.{told.queue}: .*nowhere"):
        imported(desk, write_records(tmp_path / "a.json", told.records))


@every_system
def test_of_two_tables_that_know_as_many_queues_the_user_is_asked_which(tmp_path: Path, system: str) -> None:
    told = EXAMPLES[system]
    one = told.desk(tmp_path)
    tables = getattr(one.settings.imports, system)
    twice = one.settings.imports.model_copy(update={system: {**tables, "other": tables["cloud"]}})
    desk = Desk(one.folder, one.settings.model_copy(update={"imports": twice}))

    with pytest.raises(ImportRefused, match=r"cloud, other; say which, for example with --format cloud"):
        imported(desk, write_records(tmp_path / "a.json", told.records))
