import gzip
import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.errors import DeskError, ImportRefused
from data.staff import Person
from tests.data.connect_desk import (
    ARN,
    at,
    connect_desk,
    contact,
    imported,
    legs_of,
    rows_of,
    served,
    told_of,
    write_records,
)


def test_a_served_call_is_told_as_the_record_measures_it(tmp_path: Path) -> None:
    record = contact(
        "c1", begins=0, entered=107, waited=346, ends=2069, agent=served(453, talk=239, hold=221, acw=5),
        TransferredToEndpoint={"Type": "TELEPHONE_NUMBER", "Address": "+12025550199"},
    )  # fmt: skip

    leg = told_of(tmp_path, [record]).loc["c1"]

    assert (leg["entered_at"], leg["answered_at"], leg["ended_at"], leg["acw_end_at"]) == (107, 453, 913, 918)
    assert (leg["ivr_s"], leg["wait_s"], leg["talk_s"], leg["hold_s"], leg["acw_s"]) == (107, 346, 239, 221, 5)
    assert (leg["handle_s"], leg["handle_quality"], leg["talk_includes_hold"]) == (465, "measured", False)
    assert (leg["kind"], leg["direction"], leg["channel"], leg["queue_key"], leg["tier"]) == (
        "queue", "in", "phone", "technical", 1,
    )  # fmt: skip
    assert (leg["outcome"], leg["offered"], leg["is_entry"]) == ("answered", True, True)
    assert (leg["transfer_to"], leg["end_party"], list(leg["flags"])) == ("outside", "agent", ["transferred"])


@pytest.mark.parametrize(
    ("fields", "outcome", "end_party"),
    [
        ({}, "abandoned", "customer"),
        ({"DisconnectReason": None}, "abandoned", "unknown"),
        ({"DisconnectReason": "CONTACT_FLOW_DISCONNECT"}, "failed", "system"),
        ({"DisconnectReason": "EXPIRED"}, "failed", "system"),
        ({"ends": None, "DisconnectReason": None}, "open", "unknown"),
    ],
)
def test_a_call_that_nobody_answered_ends_as_the_record_says(
    tmp_path: Path, fields: dict[str, Any], outcome: str, end_party: str
) -> None:
    leg = told_of(tmp_path, [contact("c1", ends=fields.pop("ends", 40), **fields)]).loc["c1"]

    assert (leg["outcome"], leg["end_party"], leg["offered"], leg["is_entry"]) == (outcome, end_party, True, True)
    assert leg["wait_s"] == 30
    assert math.isnan(leg["answered_at"])
    assert math.isnan(leg["handle_s"])


def test_a_call_that_reached_no_queue_ended_in_the_menu(tmp_path: Path) -> None:
    leg = told_of(tmp_path, [contact("c1", begins=5, queue=None, ends=50)]).loc["c1"]

    assert (leg["kind"], leg["outcome"], leg["offered"], leg["is_entry"]) == ("ivr_only", "ivr_exit", False, False)
    assert (leg["entered_at"], leg["ended_at"], leg["queue_key"]) == (5, 50, "technical")
    assert math.isnan(leg["wait_s"])


def test_a_queued_callback_is_one_demand_and_its_second_wait_no_wait_of_the_caller(tmp_path: Path) -> None:
    asked = contact("c1", waited=25, ends=40, NextContactId="c2", DisconnectReason="CONTACT_FLOW_DISCONNECT")
    called = contact(
        "c2", begins=40, entered=40, waited=120, ends=300, method="CALLBACK", agent=served(160),
        InitialContactId="c1", PreviousContactId="c1",
    )  # fmt: skip

    legs = told_of(tmp_path, [called, asked])

    assert legs["outcome"].to_dict() == {"c1": "callback_requested", "c2": "answered"}
    assert legs["kind"].to_dict() == {"c1": "queue", "c2": "callback"}
    assert legs["offered"].to_dict() == {"c1": True, "c2": False}
    assert legs["is_entry"].to_dict() == {"c1": True, "c2": False}
    assert legs["contact_id"].to_dict() == {"c1": "c1", "c2": "c1"}
    assert (legs.loc["c2", "parent_leg_id"], legs.loc["c2", "wait_s"]) == ("c1", 120)
    assert legs["callback_of"].isna().all()


def test_a_callback_asked_for_in_the_menu_is_a_request_of_the_queue_that_calls_back(tmp_path: Path) -> None:
    asked = contact("c1", queue=None, ends=60, NextContactId="c2")
    called = contact(
        "c2", begins=55, entered=55, waited=500, ends=600, method="CALLBACK", queue="Experts",
        InitialContactId="c1", PreviousContactId="c1", DisconnectReason="TELECOM_UNANSWERED", agent=served(560, talk=0),
    )  # fmt: skip

    legs = told_of(tmp_path, [asked, called], queue="")

    assert legs["outcome"].to_dict() == {"c1": "callback_requested", "c2": "failed"}
    assert (legs.loc["c1", "queue_key"], legs.loc["c1", "entered_at"], legs.loc["c1", "offered"]) == (
        "second",
        55,
        True,
    )
    assert math.isnan(legs.loc["c2", "answered_at"])


def test_a_callback_in_a_contact_of_its_own_names_the_contact_that_asked(tmp_path: Path) -> None:
    asked = contact("c1", waited=25, ends=40, NextContactId="c2")
    called = contact("c2", method="CALLBACK", InitialContactId="c2", PreviousContactId="c1", agent=served(160))

    legs = told_of(tmp_path, [asked, called])

    assert (legs.loc["c2", "callback_of"], legs.loc["c2", "parent_leg_id"]) == ("c1", "c1")
    assert legs.loc["c1", "outcome"] == "callback_requested"


def test_a_transfer_to_the_second_tier_is_an_escalation_and_one_demand(tmp_path: Path) -> None:
    first = contact("c1", agent=served(40), NextContactId="c2", ends=145)
    second = contact(
        "c2", begins=140, entered=141, waited=9, method="TRANSFER", queue="Experts", agent=served(150, name="abe"),
        InitialContactId="c1", PreviousContactId="c1",
    )  # fmt: skip

    legs = told_of(tmp_path, [second, first])

    assert legs["outcome"].tolist() == ["answered", "answered"]
    assert (legs.loc["c1", "transfer_to"], legs.loc["c1", "is_escalation"]) == ("second", True)
    assert (legs.loc["c2", "kind"], legs.loc["c2", "tier"], legs.loc["c2", "is_escalation"]) == ("transfer", 2, False)
    assert legs["leg_seq"].tolist() == [1, 2]
    assert legs["is_entry"].tolist() == [True, False]
    assert legs["offered"].tolist() == [True, True]
    assert legs["agent_key"].nunique() == 2


def test_a_move_to_another_queue_before_the_answer_is_an_overflow(tmp_path: Path) -> None:
    first = contact("c1", NextContactId="c2", ends=40, DisconnectReason="CONTACT_FLOW_DISCONNECT")
    second = contact(
        "c2", begins=40, entered=40, method="QUEUE_TRANSFER", queue="Experts", InitialContactId="c1",
        PreviousContactId="c1",
    )  # fmt: skip

    legs = told_of(tmp_path, [first, second])

    assert legs["outcome"].tolist() == ["overflowed_out", "abandoned"]
    assert (legs.loc["c1", "transfer_to"], legs.loc["c2", "kind"]) == ("second", "queue")
    assert legs["is_entry"].tolist() == [True, False]


def test_what_a_contact_went_on_to_is_told_whenever_that_record_comes(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    first = write_records(tmp_path / "a.json", [contact("c1", NextContactId="c2", ends=40)])
    second = write_records(
        tmp_path / "b.json", [contact("c2", method="CALLBACK", InitialContactId="c1", PreviousContactId="c1")]
    )

    imported(desk, first)
    before = legs_of(desk).loc["c1"]
    imported(desk, second)
    after = legs_of(desk).loc["c1"]

    assert (before["outcome"], list(before["flags"])) == ("overflowed_out", ["next_not_told"])
    assert (after["outcome"], list(after["flags"])) == ("callback_requested", [])


def test_a_flow_after_the_end_and_a_listening_supervisor_are_no_contacts(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path, queue="")
    records = [
        contact("c1", ends=40, NextContactId="c2"),
        contact("c2", begins=40, queue=None, method="DISCONNECT", PreviousContactId="c1", InitialContactId="c1"),
        contact("c3", queue=None, method="MONITOR"),
    ]

    report = imported(desk, write_records(tmp_path / "a.json", records))

    assert (report.files[0].read, report.files[0].new, report.files[0].rejected) == (3, 3, 0)
    assert legs_of(desk)["outcome"].to_dict() == {"c1": "abandoned"}


def test_calls_that_went_out_are_no_demand(tmp_path: Path) -> None:
    records = [
        contact("c1", entered=None, waited=None, method="OUTBOUND", agent=served(20)),
        contact("c2", entered=None, waited=None, method="OUTBOUND", agent=served(20), DisconnectReason="TELECOM_BUSY"),
        contact("c3", method="API", agent=served(40)),
    ]

    legs = told_of(tmp_path, records)

    assert legs["kind"].tolist() == ["outbound"] * 3
    assert legs["direction"].tolist() == ["out"] * 3
    assert legs["outcome"].tolist() == ["answered", "failed", "answered"]
    assert not legs["offered"].any()
    assert not legs["is_entry"].any()


@pytest.mark.parametrize(
    ("channel", "queue", "ours", "key"),
    [("CHAT", "Technical", "chat", "technical"), ("EMAIL", f"{ARN}/queue/letters", "mail", "letters"),
     ("TASK", f"{ARN}/queue/letters", "form", "letters")],
)  # fmt: skip
def test_written_work_has_its_channel_and_is_never_on_hold(
    tmp_path: Path, channel: str, queue: str, ours: str, key: str
) -> None:
    record = contact("c1", queue=queue, method="API", Channel=channel, agent=served(40, talk=300, hold=None, acw=60))

    leg = told_of(tmp_path, [record]).loc["c1"]

    assert (leg["channel"], leg["queue_key"], leg["direction"], leg["offered"]) == (ours, key, "in", True)
    assert (leg["handle_s"], math.isnan(leg["hold_s"])) == (360, True)


def test_a_mail_is_answered_when_the_person_is_done_with_its_reply(tmp_path: Path) -> None:
    mail = contact("c1", queue=f"{ARN}/queue/letters", Channel="EMAIL", agent=served(40, talk=300, hold=None, acw=60))

    leg = told_of(tmp_path, [mail]).loc["c1"]

    assert (leg["entered_at"], leg["answered_at"], leg["ended_at"], leg["wait_s"]) == (10, 340, 340, 330)


def test_a_call_without_after_call_work_has_no_known_handle_time(tmp_path: Path) -> None:
    leg = told_of(tmp_path, [contact("c1", agent=served(40, acw=None))]).loc["c1"]

    assert math.isnan(leg["handle_s"])
    assert (leg["handle_quality"], list(leg["flags"]), leg["ended_at"]) == ("unknown", ["no_acw"], 140)


def test_a_call_to_a_persons_own_queue_is_direct(tmp_path: Path) -> None:
    records = [
        contact("c1", queue=f"{ARN}/queue/agent/x", agent=served(40)),
        contact("c2", queue=f"{ARN}/queue/agent/x", agent=served(40), method="TRANSFER", PreviousContactId="c0"),
    ]

    legs = told_of(tmp_path, records)

    assert legs["kind"].tolist() == ["direct", "direct"]
    assert legs["offered"].tolist() == [True, False]


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_newest_version_of_a_record_stands_whichever_comes_first(tmp_path: Path, newest_first: bool) -> None:
    desk = connect_desk(tmp_path)
    old = write_records(tmp_path / "old.json", [contact("c1", ends=None, updated=60)])
    new = write_records(tmp_path / "new.json", [contact("c1", agent=served(40), updated=5e5)])

    reports = [imported(desk, path).files[0] for path in ((new, old) if newest_first else (old, new))]

    assert [(told.new, told.changed, told.same) for told in reports] == [
        (1, 0, 0),
        (0, 0, 1) if newest_first else (0, 1, 0),
    ]
    assert legs_of(desk)["outcome"].to_dict() == {"c1": "answered"}


def test_the_same_file_twice_brings_nothing_new(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    records = [contact("c1", agent=served(40)), contact("c2"), contact("c2")]
    path = write_records(tmp_path / "a.json", records)
    again = write_records(tmp_path / "again.json", [*records, contact("c3")])

    first, second, third = (imported(desk, told).files[0] for told in (path, path, again))

    assert (first.read, first.new, first.same) == (3, 2, 1)
    assert (second.read, second.new, second.changed, second.same) == (3, 0, 0, 3)
    assert (third.read, third.new, third.changed, third.same) == (4, 1, 0, 3)


def test_every_form_of_file_tells_the_same(tmp_path: Path) -> None:
    records = [contact("c1", agent=served(40)), contact("c2"), contact("c3", queue="Experts")]
    forms = {
        "lines.json": "\n".join(map(json.dumps, records)).encode(),
        "list.json": json.dumps(records, indent=1).encode(),
        "stream.json": "".join(map(json.dumps, records)).encode(),
        "lines.json.gz": gzip.compress("\n".join(map(json.dumps, records)).encode()),
    }
    told = []

    for place, (name, content) in enumerate(forms.items()):
        desk = connect_desk(tmp_path / str(place))
        desk.folder.mkdir()
        (desk.folder / name).write_bytes(content)
        imported(desk, desk.folder / name)
        told.append(legs_of(desk)[["outcome", "queue_key", "entered_at", "handle_s"]])

    assert len(told[0]) == 3
    for other in told[1:]:
        pd.testing.assert_frame_equal(other, told[0])


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (contact("c1", queue="Sales"), 'queue "Sales" is not in [import.amazon_connect.cloud] queues'),
        (contact("c1", queue="Parking"), "stands in [import.amazon_connect.cloud] ignore_queues"),
        (contact("c1", queue=None), "say in [import.amazon_connect.cloud] queue of desk.toml"),
        (contact("c1", Channel="FAX"), 'Channel "FAX" is not in [import.amazon_connect.cloud] channels'),
        (contact("c1", method="DREAM"), 'InitiationMethod "DREAM" is none that is known'),
        (contact("c1", waited=-3), "Queue.Duration is no possible time"),
        (contact("c1", DisconnectTimestamp="soon"), "DisconnectTimestamp is no time"),
        ({"Name": "something else"}, "neither a contact record nor an agent event"),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_the_way_out(
    tmp_path: Path, record: dict[str, Any], reason: str
) -> None:
    desk = connect_desk(tmp_path, queue="", ignore_queues=["Parking"])

    report = imported(desk, write_records(tmp_path / "a.json", [contact("good"), record]))

    assert (report.files[0].read, report.files[0].new, report.files[0].rejected) == (2, 1, 1)
    assert reason in rows_of(desk, "import_reject")["reason"].iloc[0]


def test_numbers_names_and_other_attributes_never_enter_the_store(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path, topic_attribute="why", topics={"bill": "billing"})
    records = [
        contact("c1", agent=served(40, name="hanako.sato"), Attributes={"why": "bill", "secret": "Sesame"}),
        contact("c2", Attributes={"why": "Sesame"}),
    ]

    imported(desk, write_records(tmp_path / "a.json", records))
    legs = legs_of(desk)
    stored = "".join(
        rows_of(desk, table).to_csv() for table in ("contact_leg", "connect_contact", "import_reject", "import_file")
    )

    assert legs["topic"].tolist()[0] == "billing"
    assert legs["topic"].isna().tolist()[1]
    assert legs["customer_key"].nunique() == 1
    for private in ("2025550123", "hanako", "Sesame"):
        assert private not in stored


def test_an_agent_of_staff_csv_keeps_that_name_and_others_are_one_pseudonym_each(tmp_path: Path) -> None:
    people = [Person(name, None, None, "full_time", 8, 40, (), 1, 1.0, 0.0, False) for name in ("sato", "ito")]
    desk = connect_desk(tmp_path, staff=tuple(people), agents={"i.ito": "ito"})
    records = [contact(name, agent=served(40, name=name)) for name in ("sato", "i.ito", "abe")]

    imported(desk, write_records(tmp_path / "a.json", records))
    agents = legs_of(desk)["agent_key"].to_dict()

    assert (agents["sato"], agents["i.ito"]) == ("sato", "ito")
    assert agents["abe"].startswith("agent-")


def test_a_desk_without_the_table_is_told_what_to_write(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path)
    bare = desk.settings.model_copy(update={"imports": desk.settings.imports.model_copy(update={"amazon_connect": {}})})
    path = write_records(tmp_path / "a.json", [contact("c1")])

    with pytest.raises(ImportRefused, match=r"\[import\.amazon_connect\.my-connect\]\nqueues = \{ \"Technical\" = "):
        imported(type(desk)(folder=desk.folder, settings=bare, staff=()), path)


def test_a_table_that_names_a_queue_the_desk_has_not_is_refused(tmp_path: Path) -> None:
    desk = connect_desk(tmp_path, queues={"Technical": "nowhere"})

    with pytest.raises(DeskError, match=r"import\.amazon_connect\.cloud\.queues\.Technical"):
        imported(desk, write_records(tmp_path / "a.json", [contact("c1")]))


def test_a_clock_that_runs_backwards_is_marked_and_the_later_time_stands(tmp_path: Path) -> None:
    leg = told_of(tmp_path, [contact("c1", entered=50, agent=served(40))]).loc["c1"]

    assert (leg["entered_at"], leg["answered_at"]) == (50, 50)
    assert "clock_skew" in list(leg["flags"])
    assert at(50) == "2025-04-07T00:00:50Z"
