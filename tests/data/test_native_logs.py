"""Sample desks write what real systems write, and the import gives back the very contacts that the desk drew."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.sample_desks import (
    business_it,
    hosting,
    language_school,
    mail_only,
    tech_support,
    work_log,
    write_sample_desk,
)
from data.sample_desks.freshdesk_log import promised_s, told_tickets
from data.sample_desks.genesys_log import GenesysLog
from data.sample_desks.people import agent_code
from data.sample_desks.written_log import MAIL_COLUMNS, mail_rows
from tests.data.native_logs import calls_of, imported_legs, mails_of

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


def kept_results(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[tuple[tuple[Any, ...], Any]]:
    """What a function of a module is given and gives, call by call."""
    found: list[tuple[tuple[Any, ...], Any]] = []
    does: Callable[..., Any] = getattr(module, name)

    def keep(*given: Any, **named: Any) -> Any:
        result = does(*given, **named)
        found.append((given, result))
        return result

    monkeypatch.setattr(module, name, keep)
    return found


def drawn_calls(days: list[tuple[tuple[Any, ...], Any]]) -> pd.DataFrame:
    """The calls that the hosting desk drew: each part of a call in whole seconds."""
    tables = []
    for (outlook, *_), (calls, service) in days:
        slower = service.handle_s / calls.handle_s
        parts = {name: np.rint(getattr(calls, f"{name}_s") * slower) for name in ("talk", "hold", "after_call")}
        tables.append(
            pd.DataFrame(
                {
                    "arrival": pd.Timestamp(outlook.day) + pd.to_timedelta(calls.arrival_s, unit="s"),
                    "wait": np.rint(service.wait_s),
                    "talk": parts["talk"] + parts["hold"],
                    "after": parts["after_call"],
                    "agent": [agent_code(agent) if agent >= 0 else "" for agent in service.agent],
                    "answered": service.answered,
                    "topic": np.where(calls.technical, "技術", "料金・請求"),
                    "segment": np.where(calls.prospect, "prospect", "customer"),
                }
            )
        )
    return with_times(pd.concat(tables, ignore_index=True))


def with_times(calls: pd.DataFrame) -> pd.DataFrame:
    """With the moments that follow from a call's parts; nobody works on a call that was not answered."""
    calls.loc[~calls["answered"], ["talk", "after"]] = np.nan
    left = calls["arrival"] + pd.to_timedelta(calls["wait"], unit="s")
    end = left + pd.to_timedelta(calls["talk"], unit="s")
    done = end + pd.to_timedelta(calls["after"], unit="s")
    return calls.assign(answer=left.where(calls["answered"]), end=end.fillna(left), done=done)


def drawn_served(days: list[Any], **more: list[Any]) -> pd.DataFrame:
    """The calls that were served on some days; `more` columns, of a day each."""
    tables = [
        pd.DataFrame(
            {
                "arrival": pd.Timestamp(day.day) + pd.to_timedelta(day.served.arrival_s, unit="s"),
                "wait": day.served.wait_s.astype(float),
                "talk": (day.served.talk_s + day.served.hold_s).astype(float),
                "after": day.served.after_call_s.astype(float),
                "agent": [agent_code(agent) if agent >= 0 else "" for agent in day.served.agent],
                "answered": day.served.answered,
                **{name: column[number] for name, column in more.items()},
            }
        )
        for number, day in enumerate(days)
    ]
    return with_times(pd.concat(tables, ignore_index=True))


def assert_same_calls(read: pd.DataFrame, drawn: pd.DataFrame) -> None:
    """Every call of one table stands in the other, with all that the drawn ones tell."""
    told = sorted(drawn.columns)
    read, drawn = (
        calls[told].fillna({"agent": ""}).sort_values(["arrival", *told], ignore_index=True) for calls in (read, drawn)
    )
    pd.testing.assert_frame_equal(read, drawn, check_dtype=False)


def test_a_queue_log_of_asterisk_holds_the_very_calls_that_the_hosting_desk_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: Told = {}
    spied(monkeypatch, hosting, "write_zendesk_exports", told)
    days = kept_results(monkeypatch, hosting, "calls_of_day")
    handed = kept_results(monkeypatch, hosting, "escalate")
    folder = write_sample_desk("hosting", tmp_path / "desk", until=UNTIL, seed=SEED, since=SINCE)

    legs = imported_legs(folder, tmp_path / "read")

    assert set(legs["source_system"]) == {"asterisk_queue_log", "zendesk"}
    assert_same_calls(calls_of(legs, queue="support"), drawn_calls(days))
    assert_same_calls(calls_of(legs, queue="tier2"), drawn_served([served for _, served in handed]))
    pd.testing.assert_frame_equal(as_drawn(mails_of(legs)), as_drawn(drawn_mails(told)), check_dtype=False)


def test_a_call_that_was_handed_on_is_one_contact_offered_to_both_tiers(tmp_path: Path) -> None:
    folder = write_sample_desk("hosting", tmp_path / "desk", until=UNTIL, seed=SEED, since=SINCE)

    legs = imported_legs(folder, tmp_path / "read")
    second = legs[legs["queue_key"] == "tier2"]
    first = legs[(legs["queue_key"] == "support") & legs["contact_id"].isin(second["contact_id"])]

    assert len(first) == len(second) > 500
    assert set(first["transfer_to"]) == {"tier2"}
    assert first["is_escalation"].all()
    assert first["is_entry"].all()
    assert not second["is_entry"].any()
    assert legs["offered"].all()


def test_contact_records_of_connect_hold_the_very_calls_and_mails_that_the_business_desk_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = kept_results(monkeypatch, business_it, "letters_of")
    replies = kept_results(monkeypatch, business_it, "work_off")
    calls = kept_results(monkeypatch, business_it, "escalate_days")
    handed = kept_results(monkeypatch, work_log, "escalate")
    surprises = kept_results(monkeypatch, business_it, "draw_surprises")
    folder = write_sample_desk("business-it", tmp_path / "desk", until=UNTIL, seed=SEED, since=SINCE)

    legs = imported_legs(folder, tmp_path / "read")
    [((days, _), _)], [((_, span), written)] = calls, letters
    told: Told = {
        "write_zendesk_exports": (None, None, written, replies[0][1], span),
        "write_zendesk_exports named": ({"surprises": surprises[0][1]},),
    }

    assert set(legs["source_system"]) == {"amazon_connect"}
    assert_same_calls(calls_of(legs, queue="phone"), drawn_served(days, topic=[day.topics for day in days]))
    assert_same_calls(calls_of(legs, queue="tier2"), drawn_served([served for _, served in handed]))
    pd.testing.assert_frame_equal(as_drawn(mails_of(legs)), as_drawn(drawn_mails(told)), check_dtype=False)
    assert legs["is_escalation"].sum() == (legs["queue_key"] == "tier2").sum() > 50


def test_tickets_of_freshdesk_hold_the_very_replies_and_promises_that_the_support_desk_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: Told = {}
    spied(monkeypatch, tech_support, "write_freshdesk_exports", told)
    folder = write_sample_desk("tech-support", tmp_path / "desk", until=UNTIL, seed=SEED, since=SINCE)

    legs = imported_legs(folder, tmp_path / "read")
    _, _, letters, replies, span = told["write_freshdesk_exports"]
    [named] = told["write_freshdesk_exports named"]
    midnight = pd.Timestamp(span.since)
    drawn = pd.DataFrame(
        [
            {
                "entered_at": midnight + pd.Timedelta(seconds=reply.received_s),
                "answered_at": pd.NaT if reply.is_open else midnight + pd.Timedelta(seconds=reply.sent_s),
                "agent": "" if reply.is_open else agent_code(reply.agent),
                "topic": letters.topics[reply.letter],
                "priority": "urgent" if letters.urgent[reply.letter] else "normal",
                "promised_at": midnight + pd.Timedelta(seconds=promise),
                "next_status_at": midnight + pd.Timedelta(seconds=status),
                "ticket_s": sum(each.handle_s for each in cycles),
            }
            for cycles in told_tickets(replies, span, named["surprises"])
            for reply in cycles
            for promise, status in [promised_s(reply, letters, named["deadlines"])]
        ]
    )

    worked_s = legs.groupby("contact_id")["handle_s"].transform("sum").round()
    read = legs.assign(ticket_s=worked_s, agent=legs["agent"].fillna(""))
    assert set(legs["source_system"]) == {"freshdesk"}
    assert legs["offered"].eq(legs["is_entry"]).all()
    order = ["entered_at", "topic", "answered_at", "ticket_s"]
    pd.testing.assert_frame_equal(
        read[list(drawn)].sort_values(order, ignore_index=True),
        drawn.sort_values(order, ignore_index=True),
        check_dtype=False,
    )


def test_conversations_of_genesys_hold_the_very_chats_calls_and_mails_that_the_language_school_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: dict[str, list[Any]] = {}
    add_live = GenesysLog.add_live

    def keep(log: GenesysLog, of_medium: Any, *, media: str) -> None:
        days[media] = list(of_medium)
        add_live(log, days[media], media=media)

    monkeypatch.setattr(GenesysLog, "add_live", keep)
    letters = kept_results(monkeypatch, language_school, "letters_of")
    replies = kept_results(monkeypatch, language_school, "work_off")
    surprises = kept_results(monkeypatch, language_school, "draw_surprises")
    folder = write_sample_desk("language-school", tmp_path / "desk", until=UNTIL, seed=SEED, since=SINCE)

    legs = imported_legs(folder, tmp_path / "read")
    [((_, span), written)] = letters
    told: Told = {
        "write_zendesk_exports": (None, None, written, replies[0][1], span),
        "write_zendesk_exports named": ({"surprises": surprises[0][1]},),
    }

    assert set(legs["source_system"]) == {"genesys"}
    assert {path.name.rsplit("-", 2)[0] for path in (folder / "logs").iterdir()} == {"conversations"}
    for media, queue in {"chat": "chat", "voice": "phone", "video": "video"}.items():
        drawn = drawn_served(days[media], topic=[day.topics for day in days[media]])
        drawn["topic"] = drawn["topic"].where(drawn["answered"])  # nobody gives a code where nobody answered
        assert_same_calls(calls_of(legs, queue=queue), drawn)
    mails = drawn_mails(told)
    mails["用件"] = mails["用件"].where(mails["状態"] == "返信済")
    pd.testing.assert_frame_equal(as_drawn(mails_of(legs)), as_drawn(mails), check_dtype=False)
