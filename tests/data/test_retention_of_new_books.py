"""What the books of Freshdesk and UCCX keep once `[import.keep_months]` was applied; the limit is 2025-04-08, Tokyo."""

from pathlib import Path

import pandas as pd

from data.desk import Desk
from data.import_logs import import_logs
from data.retention import apply_retention
from data.warehouse import Warehouse
from tests.data import freshdesk_builders as freshdesk
from tests.data.uccx_builders import RECORDS, a_call, queued, uccx_desk, write_tables
from tests.data.zendesk_builders import write_lines

NOW = pd.Timestamp("2025-05-08 13:00", tz="Asia/Tokyo")


def keeping(desk: Desk) -> Desk:
    """The desk with a month of contacts."""
    kept = desk.settings.imports.keep_months.model_validate({"legs": 1})
    imports = desk.settings.imports.model_copy(update={"keep_months": kept})
    return Desk(desk.folder, desk.settings.model_copy(update={"imports": imports}), desk.staff)


def left_after(desk: Desk, files: list[Path], tables: dict[str, str]) -> tuple[list[str], dict[str, list[str]]]:
    """What was said, and what stands in a column of each table."""
    with Warehouse.in_memory(with_tables=True) as warehouse:
        import_logs(desk, files, warehouse=warehouse)
        said = [str(each).split(" from")[0] for each in apply_retention(warehouse, desk, now=NOW)]
        again = import_logs(desk, files, warehouse=warehouse)
        assert (again.new, again.changed) == (0, 0)
        return said, {name: sorted(set(warehouse.table(name)[column])) for name, column in tables.items()}


def test_tickets_go_with_their_messages_unless_they_are_open_or_reach_over_the_limit(tmp_path: Path) -> None:
    told = []
    for number, fields in (
        (1, {"status": 5}),
        (2, {"status": 2}),
        (3, {"status": 5, "updated_at": "2025-04-07T15:00:01Z"}),
    ):
        told += [freshdesk.a_ticket(number, **fields), freshdesk.a_message(number, "02:00", ticket=number)]
    desk = keeping(freshdesk.freshdesk_desk(tmp_path))

    said, left = left_after(
        desk,
        [write_lines(tmp_path / "t.jsonl", told)],
        {"ticket_told": "ticket_id", "ticket_message": "ticket_id", "contact_leg": "contact_id"},
    )

    assert set(map(tuple, left.values())) == {("2", "3")}
    assert said == ["1 legs", "1 versions of tickets (other systems)", "1 messages of tickets (other systems)"]


def test_calls_of_uccx_go_as_a_whole_and_its_queues_stay(tmp_path: Path) -> None:
    late = a_call(101, "14:59:00", "15:30:00")
    desk = keeping(uccx_desk(tmp_path))

    said, left = left_after(
        desk,
        write_tables(
            tmp_path,
            csqs=RECORDS,
            calls=[a_call(100, "01:00:00", "01:03:00"), late],
            queued=[queued(100, 11, 2, 25), queued(101, 11, 2, 25)],
        ),
        {"contact_leg": "contact_id", "uccx_record": "kind"},
    )

    assert left == {"contact_leg": ["1-101"], "uccx_record": ["call", "csq", "queued"]}
    assert said == ["1 legs", "2 rows of tables (Cisco UCCX)"]
