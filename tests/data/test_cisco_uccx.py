"""Tables of a Cisco UCCX: which of its rows were offered, since when they waited, and who answered them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.import_logs import import_logs, preview
from data.importers.systems import known_system
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.uccx_builders import RECORDS, a_call, an_agent, queued, routed, uccx_desk, write_tables
from tests.data.zendesk_builders import reconciles, told_in


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return uccx_desk(tmp_path)


def legs_of(desk: Desk, **tables: Sequence[str]) -> pd.DataFrame:
    """The legs of these tables by their key, with those of the desk's queues beside them."""
    with Warehouse.in_memory(with_tables=True) as warehouse:
        report = import_logs(desk, write_tables(desk.folder, csqs=RECORDS, **tables), warehouse=warehouse)
        assert reconciles(report)
        assert report.rejected == 0
        return warehouse.table("contact_leg").set_index("leg_id").sort_index()


def clock(moment: pd.Timestamp) -> str:
    return f"{moment:%H:%M:%S}"


def test_a_call_waits_from_its_routing_and_is_answered_after_its_time_in_the_queue(desk: Desk) -> None:
    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:03:14")],
        queued=[queued(100, 11, 2, 25)],
        routed=[routed(100, "01:00:10")],
        agents=[an_agent(100, "01:00:31")],
    )

    leg = legs.loc["1-100/0/1/11/1"]
    assert (leg["contact_id"], leg["queue_key"], leg["kind"], leg["outcome"]) == (
        "1-100",
        "support",
        "queue",
        "answered",
    )
    assert clock(leg["entered_at"]) == "01:00:10"
    assert clock(leg["answered_at"]) == "01:00:35"
    assert clock(leg["ended_at"]) == "01:03:05"
    assert clock(leg["acw_end_at"]) == "01:03:25"
    assert [leg[f"{part}_s"] for part in ("wait", "ring", "talk", "hold", "acw", "handle")] == [25, 4, 120, 30, 20, 170]
    assert (bool(leg["offered"]), bool(leg["is_entry"]), leg["topic"]) == (True, True, "network")
    assert list(leg["flags"]) == []


def test_without_routing_a_call_entered_its_wait_before_the_agent_began(desk: Desk) -> None:
    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:03:14")],
        queued=[queued(100, 11, 2, 25)],
        agents=[an_agent(100, "01:00:31")],
    )

    assert clock(legs["entered_at"].iloc[0]) == "01:00:06"
    assert list(legs["flags"].iloc[0]) == []


def test_with_neither_it_entered_when_the_call_came_and_says_so(desk: Desk) -> None:
    legs = legs_of(desk, calls=[a_call(100, "01:00:00", "01:00:40", disposition=1)], queued=[queued(100, 11, 1, 40)])

    leg = legs.iloc[0]
    assert (clock(leg["entered_at"]), clock(leg["ended_at"])) == ("01:00:00", "01:00:40")
    assert (leg["outcome"], leg["wait_s"], leg["end_party"]) == ("abandoned", 40.0, "customer")
    assert list(leg["flags"]) == ["approximate"]


def test_of_a_call_in_three_queues_the_one_that_handled_it_was_offered(desk: Desk) -> None:
    rows = [queued(100, 11, 5, 25), queued(100, 12, 2, 25), queued(100, 13, 5, 25)]

    legs = legs_of(desk, calls=[a_call(100, "01:00:00", "01:03:00")], queued=rows, routed=[routed(100, "01:00:10")])

    assert dict(zip(legs["queue_key"], legs["offered"], strict=True)) == {
        "support": False, "sales": True, "experts": False,
    }  # fmt: skip
    assert list(legs["outcome"]) == ["overflowed_out", "answered", "overflowed_out"]
    assert [list(flags) for flags in legs["flags"]] == [["parallel"], ["no_acw"], ["parallel"]]
    assert legs["is_entry"].sum() == 1


def test_of_a_call_that_gave_up_in_two_queues_the_lowest_index_is_the_entry(desk: Desk) -> None:
    rows = [queued(100, 12, 1, 40, index=2), queued(100, 11, 1, 60, index=1)]

    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:01:00", disposition=1)],
        queued=rows,
        routed=[routed(100, "01:00:00"), routed(100, "01:00:20", index=2)],
    )

    assert dict(zip(legs["queue_key"], legs["offered"], strict=True)) == {"support": True, "sales": False}
    assert list(legs["outcome"]) == ["abandoned", "abandoned"]
    assert [list(flags) for flags in legs["flags"]] == [[], ["parallel"]]


@pytest.mark.parametrize(
    ("disposition", "of_call", "outcome", "flags"),
    [
        pytest.param(3, 2, "overflowed_out", [], id="taken from the queue"),
        pytest.param(4, 2, "overflowed_out", ["handled_by_script"], id="handled by a script"),
        pytest.param(1, 4, "failed", [], id="aborted by the system"),
    ],
)
def test_a_call_that_left_its_queue_otherwise_was_offered_there(
    desk: Desk, disposition: int, of_call: int, outcome: str, flags: list[str]
) -> None:
    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:01:00", disposition=of_call)],
        queued=[queued(100, 11, disposition, 40)],
        routed=[routed(100, "01:00:00")],
    )

    leg = legs.iloc[0]
    assert (leg["outcome"], bool(leg["offered"]), list(leg["flags"])) == (outcome, True, flags)
    assert pd.isna(leg["answered_at"])


def test_a_transfer_is_the_same_session_with_the_next_number(desk: Desk) -> None:
    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:03:00"), a_call(100, "01:03:00", "01:09:00", seq=1)],
        queued=[queued(100, 11, 2, 25), queued(100, 13, 2, 10, seq=1)],
        routed=[routed(100, "01:00:10"), routed(100, "01:03:00", seq=1)],
        agents=[an_agent(100, "01:00:31"), an_agent(100, "01:03:06", seq=1, resource=502)],
    )

    first, second = legs.iloc[0], legs.iloc[1]
    assert (first["transfer_to"], bool(first["is_escalation"]), bool(first["is_entry"])) == ("experts", True, True)
    assert (second["kind"], second["parent_leg_id"], bool(second["is_entry"])) == ("transfer", legs.index[0], False)
    assert first["customer_key"] == second["customer_key"]
    assert first["agent_key"] != second["agent_key"]


def test_agents_who_did_not_answer_are_no_handling(desk: Desk) -> None:
    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:03:00")],
        queued=[queued(100, 11, 2, 40)],
        routed=[routed(100, "01:00:00")],
        agents=[an_agent(100, "01:00:10", talk=0, resource=502), an_agent(100, "01:00:36")],
    )

    assert legs["talk_s"].iloc[0] == 120
    assert list(legs["flags"].iloc[0]) == ["ring_no_answer"]


def test_a_changed_queue_has_another_record_and_is_the_same_queue(desk: Desk) -> None:
    with Warehouse.in_memory(with_tables=True) as warehouse:
        paths = write_tables(
            desk.folder,
            csqs=["1,1,CSQ_Support,f,11", "1,1,CSQ_Support,t,21"],
            calls=[a_call(100, "01:00:00", "01:03:00"), a_call(101, "02:00:00", "02:03:00")],
            queued=[queued(100, 11, 2, 25), queued(101, 21, 2, 25)],
        )
        import_logs(desk, paths, warehouse=warehouse)

        assert list(warehouse.table("contact_leg")["queue_key"]) == ["support", "support"]


def test_calls_of_a_queue_that_no_table_names_are_shown_under_its_number(desk: Desk) -> None:
    legs = legs_of(
        desk,
        calls=[a_call(100, "01:00:00", "01:03:00"), a_call(101, "01:00:00", "01:03:00")],
        queued=[queued(100, 77, 2, 25), queued(101, 14, 2, 25)],
    )

    assert list(legs["queue_key"]) == ["CSQ 77"]


def test_calls_for_one_agent_and_calls_that_ended_before_any_queue_count_where_a_queue_is_named(tmp_path: Path) -> None:
    legs = legs_of(
        uccx_desk(tmp_path, queue="support"),
        calls=[a_call(100, "01:00:00", "01:03:00"), a_call(101, "01:00:00", "01:00:09", disposition=1)],
        queued=[queued(100, 501, 2, 5, type=1)],
    )

    assert list(legs["kind"]) == ["direct", "ivr_only"]
    assert list(legs["outcome"]) == ["answered", "ivr_exit"]
    assert list(legs["offered"]) == [True, False]
    assert legs["ivr_s"].iloc[1] == 9


TABLES: dict[str, list[str]] = {
    "calls": [a_call(100, "01:00:00", "01:03:00"), a_call(101, "01:10:00", "01:10:30", disposition=1)],
    "queued": [queued(100, 11, 5, 25), queued(100, 12, 2, 25), queued(101, 11, 1, 30)],
    "routed": [routed(100, "01:00:10"), routed(101, "01:10:00")],
    "agents": [an_agent(100, "01:00:31"), an_agent(100, "01:00:15", talk=0, resource=502)],
    "csqs": list(RECORDS),
}


def test_any_order_of_tables_and_rows_gives_the_same_legs(desk: Desk) -> None:
    told = []
    for turn in range(3):
        names = [*TABLES][turn:] + [*TABLES][:turn]
        rows = {name: TABLES[name][:: -1 if turn % 2 else 1] for name in names}
        with Warehouse.in_memory(with_tables=True) as warehouse:
            for path in write_tables(desk.folder, prefix=str(turn), **rows):
                assert reconciles(import_logs(desk, [path], warehouse=warehouse))
            told.append(told_in(warehouse))

    assert len(told[0]) == 3
    assert told[1:] == [told[0]] * 2


def test_a_table_that_comes_twice_changes_nothing_and_an_undo_takes_it_back(desk: Desk) -> None:
    paths = write_tables(desk.folder, **TABLES)
    with Warehouse.in_memory(with_tables=True) as warehouse:
        import_logs(desk, paths[:1], warehouse=warehouse)
        first = import_logs(desk, paths[1:], warehouse=warehouse)
        copies = write_tables(desk.folder, prefix="again", queued=[*TABLES["queued"], queued(102, 11, 1, 9)])
        again = import_logs(desk, copies, warehouse=warehouse)
        undo_import(warehouse, desk, batch=2)

        assert (first.read, first.new) == (11, 11)
        assert (again.read, again.same, again.new) == (4, 3, 1)
        assert set(warehouse.table("contact_leg")["contact_id"]) == {"1-100", "1-101"}


def test_no_number_and_no_name_reaches_the_store(desk: Desk) -> None:
    with Warehouse.in_memory(with_tables=True) as warehouse:
        import_logs(desk, write_tables(desk.folder, **TABLES), warehouse=warehouse)
        tables = warehouse.query_text("SELECT table_name FROM duckdb_tables() WHERE NOT internal")["table_name"]
        stored = "".join(warehouse.table(name).to_csv() for name in tables)

        assert warehouse.table("contact_leg")["customer_key"].notna().all()
    for secret in ("0312345678", "Secret App"):
        assert secret not in stored


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        pytest.param("queued", queued(100, 11, 9, 5), "disposition is none from 1 to 5", id="a disposition"),
        pytest.param(
            "queued",
            queued(100, 501, 2, 5, type=1),
            "it waited for one agent; say in [import.cisco_uccx.center] queue of desk.toml where such calls count",
            id="an agent's own queue",
        ),
        pytest.param("queued", queued(100, 11, 2, 99999), "queuetime is no number of seconds", id="a wait"),
        pytest.param("routed", "100,0,1,1,1,1,1,0,soon,", "startDateTime is no time of 1970 to 2099", id="a time"),
        pytest.param(
            "calls", "1,1,x,0,1,,2025-04-07 01:00,,", "sessionID or sessionSeqNum is no number", id="a session"
        ),
        pytest.param(
            "csqs",
            "9,1,CSQ_New,t,19",
            'csqName "CSQ_New" is not in [import.cisco_uccx.center] queues of desk.toml; name it there, or in '
            "ignore_queues",
            id="a queue",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_what_is_wrong(desk: Desk, name: str, row: str, reason: str) -> None:
    [path] = write_tables(desk.folder, **{name: [row]})

    assert list(preview(desk, path)["remark"]) == [f"refused: {reason}"]


def test_a_desk_without_a_table_is_told_what_to_write(tmp_path: Path) -> None:
    desk = uccx_desk(tmp_path)
    imports = desk.settings.imports.model_copy(update={"cisco_uccx": {}})
    plain = Desk(tmp_path, desk.settings.model_copy(update={"imports": imports}))
    [path] = write_tables(tmp_path, calls=[])

    with pytest.raises(ImportRefused, match=r"is a table of Cisco UCCX[\s\S]*\[import\.cisco_uccx\.my-uccx\]"):
        preview(plain, path)


@pytest.mark.parametrize("settings", [{"queue": "nowhere"}, {"queues": {"CSQ_Support": "nowhere"}}])
def test_a_wrong_queue_is_named_with_where_it_stands(tmp_path: Path, settings: dict[str, Any]) -> None:
    [path] = write_tables(tmp_path, calls=[])

    with pytest.raises(DeskError, match=r"import\.cisco_uccx\.center\.queue.*nowhere"):
        preview(uccx_desk(tmp_path, **settings), path)


def test_every_table_is_known_by_its_columns(tmp_path: Path) -> None:
    for path in write_tables(tmp_path, **TABLES):
        system = known_system(path)
        assert system is not None
        assert system.table == "cisco_uccx"
