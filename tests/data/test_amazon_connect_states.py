import math
from pathlib import Path

from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.connect_desk import connect_desk, event, imported, rows_of, states_of, write_records


def test_states_last_from_one_change_to_the_next(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path, statuses={"Class": "training"})
    events = [
        event("e1", 0, "Available", since=0, kind="LOGIN"),
        event("e2", 100, "Available", since=0, contacts=[("CONNECTED", 98)]),
        event("e3", 160, "Available", since=0, contacts=[("CONNECTED_ONHOLD", 160)]),
        event("e4", 200, "Available", since=0, contacts=[("ENDED", 199)]),
        event("e5", 230, "Available", since=0),
        event("e6", 301, "Lunch", since=300),
        event("e7", 601, "Class", since=600),
        event("e8", 900, "Offline", since=900, kind="LOGOUT"),
    ]

    imported(desk, write_records(tmp_path / "a.json", events))
    states = states_of(desk)

    assert states[:-1] == [
        (0, 98, "available", None),
        (98, 160, "on_contact", None),
        (160, 199, "hold", None),
        (199, 230, "after_call_work", None),
        (230, 300, "available", None),
        (300, 600, "pause", "Lunch"),
        (600, 900, "training", "Class"),
    ]
    assert states[-1][0::2] == (900, "offline")
    assert math.isnan(states[-1][1])


def test_heartbeats_and_a_status_told_again_change_nothing(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    events = [
        event("e1", 0, "Available", kind="LOGIN"),
        event("e2", 120, "Lunch", since=110, kind="HEART_BEAT"),
        event("e3", 200, "Available", since=0),
    ]

    report = imported(desk, write_records(tmp_path / "a.json", events))

    assert [state[2] for state in states_of(desk)] == ["available"]
    assert (report.files[0].read, report.files[0].new, report.files[0].same) == (3, 2, 1)


def test_an_event_that_comes_late_takes_its_place(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    known = [event("e1", 0, kind="LOGIN"), event("e3", 500, "Offline", since=500, kind="LOGOUT")]

    imported(desk, write_records(tmp_path / "a.json", known))
    imported(desk, write_records(tmp_path / "b.json", [event("e2", 301, "Lunch", since=300), known[0]]))

    assert [state[:3] for state in states_of(desk)[:2]] == [(0, 300, "available"), (300, 500, "pause")]


def test_people_are_told_apart_by_pseudonyms(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    events = [event("e1", 0, kind="LOGIN", name="abe"), event("e2", 10, kind="LOGIN", name="ito")]

    imported(desk, write_records(tmp_path / "a.json", events))
    stored = rows_of(desk, "agent_state").to_csv() + rows_of(desk, "connect_agent_event").to_csv()

    assert rows_of(desk, "agent_state")["agent_key"].str.startswith("agent-").sum() == 2
    assert "abe" not in stored
    assert "Never" not in stored


def test_an_event_without_status_person_or_time_is_refused(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    nobody = {**event("e1", 0), "AgentARN": ""}
    never = {**event("e2", 0), "EventTimestamp": "never"}
    stateless = {**event("e3", 0), "CurrentAgentSnapshot": None}
    odd = {**event("e4", 0), "EventType": "DANCE"}

    report = imported(desk, write_records(tmp_path / "a.json", [event("e0", 0), nobody, never, stateless, odd]))

    assert (report.files[0].new, report.files[0].rejected) == (1, 4)


def test_contacts_that_are_a_broken_text_say_nothing(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    broken = event("e1", 0)
    broken["CurrentAgentSnapshot"]["Contacts"] = "["

    imported(desk, write_records(tmp_path / "a.json", [broken]))

    assert [state[2] for state in states_of(desk)] == ["available"]


def test_undoing_an_import_takes_its_events_back(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    imported(desk, write_records(tmp_path / "a.json", [event("e1", 0, kind="LOGIN")]))
    before = states_of(desk)
    imported(desk, write_records(tmp_path / "b.json", [event("e2", 300, "Lunch", since=300)]))

    with Warehouse.open(desk) as warehouse:
        undo_import(warehouse, desk, batch=2)

    assert str(states_of(desk)) == str(before)
    assert len(rows_of(desk, "connect_agent_event")) == 1
