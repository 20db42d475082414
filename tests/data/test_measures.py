"""What the log tells is what loops over the same rows tell; what it does not tell is unknown, not zero."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import Desk
from data.errors import NothingToDo
from data.import_logs import import_logs
from data.measure_sentences import basis_remarks, figure_sentences
from data.measures import LogMeasures, measure_log
from data.warehouse import Warehouse
from tests.data.logged_desk import MAPPING
from tests.data.random_legs import CHANNELS, Leg, leg, put_legs, random_legs, small_desk

TOKYO = ZoneInfo("Asia/Tokyo")
SHORT, THRESHOLD = {"support": 5, "talk": 20}, {"support": 180, "talk": 60}
SEEDS = [1, 2, 3]
HOUR, WEEK = pd.Timedelta(hours=1), pd.Timedelta(days=7)


def _measured(folder: Path, legs: list[Leg], **asked: Any) -> LogMeasures:
    desk = small_desk(folder)
    with Warehouse.open(desk) as warehouse:
        put_legs(warehouse, legs)
        return measure_log(warehouse, Calendar.of(desk), **({"grain": "day"} | asked))


@pytest.fixture(scope="module", params=[1, 2, 3])
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Leg], LogMeasures]:
    """Legs that were drawn, and what is told of them."""
    legs = random_legs(request.param)
    return legs, _measured(tmp_path_factory.mktemp("drawn"), legs)


def _is_open(one: Leg) -> bool:
    """Whether the queue of a leg was open when it entered; a mail is always received."""
    at = one["entered_at"].tz_convert(TOKYO)
    spans = ((time(10), time(12)), (time(13), time(18)))
    return one["queue_key"] == "letters" or (at.weekday() < 5 and any(a <= at.time() < b for a, b in spans))


def _by_day(legs: Iterable[Leg]) -> dict[tuple[str, date], int]:
    counted: dict[tuple[str, date], int] = defaultdict(int)
    for one in legs:
        counted[one["queue_key"], one["entered_at"].tz_convert(TOKYO).date()] += 1
    return dict(counted)


def _told(measured: LogMeasures, column: str) -> dict[tuple[str, date], int]:
    """What is above 0, by queue and day."""
    rows = zip(measured.queues["queue"], measured.queues["day"].dt.date, measured.queues[column].fillna(0), strict=True)
    return {(queue, day): count for queue, day, count in rows if count}


def _offered(one: Leg) -> bool:
    return bool(one["offered"] and one["direction"] == "in" and _is_open(one))


def _ended(outcome: str) -> Callable[[Leg], bool]:
    return lambda one: _offered(one) and one["outcome"] == outcome


def _not_admitted(outcome: str) -> Callable[[Leg], bool]:
    return lambda one: not one["offered"] and one["direction"] == "in" and one["outcome"] == outcome


def _is_short(one: Leg) -> bool:
    wait = one["wait_s"]
    return _ended("abandoned")(one) and wait is not None and wait <= SHORT.get(one["queue_key"], -1)


def _in_time(one: Leg) -> bool:
    wait = one["wait_s"]
    return _ended("answered")(one) and wait is not None and wait <= THRESHOLD.get(one["queue_key"], -1)


def _after_hours(one: Leg) -> bool:
    late = one["direction"] == "in" and (one["offered"] or one["outcome"] == "blocked") and not _is_open(one)
    return late or _not_admitted("after_hours")(one)


@pytest.mark.parametrize(
    ("column", "is_counted"),
    [
        ("offered", _offered),
        ("answered", _ended("answered")),
        ("abandoned", _ended("abandoned")),
        ("short_abandoned", _is_short),
        ("answered_in_threshold", _in_time),
        ("overflowed", _ended("overflowed_out")),
        ("timed_out", _ended("timeout")),
        ("voicemail", _ended("voicemail")),
        ("callback_requested", _ended("callback_requested")),
        ("failed", _ended("failed")),
        ("still_open", _ended("open")),
        ("blocked", lambda one: _not_admitted("blocked")(one) and _is_open(one)),
        ("after_hours", _after_hours),
        ("ivr_exit", _not_admitted("ivr_exit")),
        ("callbacks", lambda one: one["kind"] == "callback"),
        ("callbacks_reached", lambda one: one["kind"] == "callback" and one["outcome"] == "answered"),
        ("escalations", lambda one: one["is_escalation"]),
        ("demand", lambda one: one["is_entry"] and one["direction"] == "in" and _is_open(one)),
    ],
)
def test_each_count_is_that_of_a_loop(
    drawn: tuple[list[Leg], LogMeasures], column: str, is_counted: Callable[[Leg], bool]
) -> None:
    legs, measured = drawn

    looped = _by_day(one for one in legs if is_counted(one))
    assert looped
    assert _told(measured, column) == looped


def _left_at(one: Leg) -> pd.Timestamp:
    return one["ended_at"] or one["entered_at"] + pd.Timedelta(seconds=one["wait_s"] or 0)


def test_who_comes_again_within_the_hour_after_hanging_up_is_told_from_first_attempts(
    drawn: tuple[list[Leg], LogMeasures],
) -> None:
    legs, measured = drawn
    gave_up = [one for one in legs if one["offered"] and one["direction"] == "in" and one["outcome"] == "abandoned"]
    demand = [one for one in legs if one["is_entry"] and one["direction"] == "in" and _is_open(one)]

    keyed = [one for one in demand if one["customer_key"]]
    again = [
        one
        for one in keyed
        if any(
            one["customer_key"] == left["customer_key"] and _left_at(left) < one["entered_at"] <= _left_at(left) + HOUR
            for left in gave_up
        )
    ]
    assert len(again) > 5
    assert _told(measured, "repeats") == _by_day(again)
    both = measured.over_all["first_attempts"] + measured.over_all["repeats"]
    assert both.sum() == len(keyed)
    assert measured.over_all["key_share"].tolist() == pytest.approx(
        [
            np.mean([one["customer_key"] is not None for one in demand if one["queue_key"] == queue])
            for queue in CHANNELS
        ]
    )


def _belongs(call: Leg, reply: Leg) -> bool:
    """Whether a call came after a reply, of its customer or its contact."""
    is_of = call["contact_id"] == reply["contact_id"]
    is_of |= bool(call["is_entry"] and reply["customer_key"] and call["customer_key"] == reply["customer_key"])
    return is_of and reply["answered_at"] < call["entered_at"] <= reply["answered_at"] + WEEK


def _is_call(one: Leg) -> bool:
    return bool(one["channel"] == "phone" and one["direction"] == "in" and (one["is_entry"] or one["kind"] == "queue"))


def test_mail_answered_and_then_phoned_about_is_that_of_a_loop(drawn: tuple[list[Leg], LogMeasures]) -> None:
    legs, measured = drawn
    calls = [one for one in legs if _is_call(one)]
    last = max(one["entered_at"] for one in legs if one["offered"] and one["direction"] == "in")

    answered = [one for one in legs if _ended("answered")(one) and one["queue_key"] == "letters"]
    watched = [one for one in answered if one["answered_at"] + WEEK <= last]
    phoned = [one for one in watched if any(_belongs(call, one) for call in calls)]
    assert {one["contact_id"] for one in answered} & {call["contact_id"] for call in calls}
    assert 0 < len(phoned) < len(watched)
    assert _told(measured, "phoned_watched") == _by_day(watched)
    assert _told(measured, "phoned_after") == _by_day(phoned)


def test_where_calls_tell_only_their_customer_mails_without_one_are_not_watched(tmp_path: Path) -> None:
    told = {"queue_key": "letters", "answered_at": pd.Timestamp("2026-06-25 02:00", tz="UTC")}
    mails = [leg(1, "2026-06-25 10:00", customer_key="a", **told), leg(2, "2026-06-25 10:00", **told)]
    calls = [leg(3, "2026-06-26 10:00", customer_key="a"), leg(4, "2026-07-20 10:00")]

    letters = _measured(tmp_path, [*mails, *calls]).over_all.set_index("queue").loc["letters"]

    assert letters[["phoned_watched", "phoned_after"]].tolist() == [1, 1]


def test_calls_that_follow_a_written_answer_are_those_of_a_loop(drawn: tuple[list[Leg], LogMeasures]) -> None:
    legs, measured = drawn
    replies = [
        one
        for one in legs
        if one["queue_key"] == "letters"
        and one["offered"]
        and one["direction"] == "in"
        and one["outcome"] == "answered"
    ]
    replies = [one for one in replies if not pd.isna(one["answered_at"])]
    calls = [
        one
        for one in legs
        if one["channel"] == "phone" and one["direction"] == "in" and one["offered"] and one["kind"] == "queue"
    ]

    waits = [
        min((call["entered_at"] - one["answered_at"] for one in replies if _follows(call, one)), default=None)
        for call in calls
    ]
    found = [wait / pd.Timedelta(days=1) for wait in waits if wait is not None]
    assert 0 < len(found) < len(calls)
    assert (measured.after_replies.calls, measured.after_replies.followed) == (len(calls), len(found))
    assert measured.after_replies.median_days == pytest.approx(np.median(found))


def _follows(call: Leg, reply: Leg) -> bool:
    is_of = call["contact_id"] == reply["contact_id"]
    is_of |= bool(reply["customer_key"] and call["customer_key"] == reply["customer_key"])
    return is_of and reply["answered_at"] < call["entered_at"] <= reply["answered_at"] + WEEK


def test_where_nothing_links_calls_to_mails_it_is_unknown_how_many_followed(tmp_path: Path) -> None:
    mail = leg(1, "2026-06-25 10:00", queue_key="letters", answered_at=pd.Timestamp("2026-06-25 02:00", tz="UTC"))

    told = _measured(tmp_path, [mail, leg(2, "2026-06-26 10:00")])

    assert (told.after_replies.calls, told.after_replies.followed, told.after_replies.share) == (1, None, None)
    assert not any("followed an answered" in str(one) for one in figure_sentences(told, titles={}))


@pytest.mark.parametrize("part", ["handle", "talk", "hold", "acw"])
def test_handle_time_and_its_parts_are_means_over_the_contacts_of_which_they_are_told(
    drawn: tuple[list[Leg], LogMeasures], part: str
) -> None:
    legs = drawn[0]
    measured = drawn[1].over_all.set_index("queue")[f"{part}_seconds"]

    works = [one for one in legs if one["handle_s"] is not None and one["handle_quality"] in ("measured", "derived")]
    for queue in CHANNELS:
        first: dict[str, Leg] = {}
        for one in sorted(legs, key=lambda one: (one["entered_at"], one["leg_id"])):
            if one["queue_key"] == queue and one["offered"] and one["direction"] == "in":
                first.setdefault(one["contact_id"], one)
        totals = []
        for one in (work for work in works if work["queue_key"] == queue and _ended("answered")(work)):
            is_first = first[one["contact_id"]] is one
            later = [
                work
                for work in works
                if is_first
                and work["kind"] == "reply_cycle"
                and (work["contact_id"], work["queue_key"]) == (one["contact_id"], queue)
            ]
            told = [work[f"{part}_s"] for work in (one, *later) if work[f"{part}_s"] is not None]
            totals += [sum(told)] if told else []
        assert measured[queue] == pytest.approx(np.mean(totals))


def test_waits_and_rates_follow_their_formulas(drawn: tuple[list[Leg], LogMeasures]) -> None:
    legs = drawn[0]
    support = drawn[1].over_all.set_index("queue").loc["support"]

    mine = [one for one in legs if one["queue_key"] == "support"]
    offered, answered = [[one for one in mine if test(one)] for test in (_offered, _ended("answered"))]
    short, blocked = sum(map(_is_short, mine)), sum(_not_admitted("blocked")(one) and _is_open(one) for one in mine)
    waits = [one["wait_s"] for one in answered if one["wait_s"] is not None]
    assert support["asa_seconds"] == pytest.approx(np.mean(waits))
    assert support["wait_share"] == pytest.approx(len(waits) / len(answered))
    assert support["service_level"] == pytest.approx(sum(map(_in_time, mine)) / (len(offered) - short))
    assert support["answer_rate"] == pytest.approx(len(answered) / len(offered))
    assert support["answer_rate_less_short"] == pytest.approx(len(answered) / (len(offered) - short))
    assert support["answer_rate_with_blocked"] == pytest.approx(len(answered) / (len(offered) + blocked))
    assert support["abandonment"] == pytest.approx(sum(map(_ended("abandoned"), mine)) / len(offered))
    assert support[["threshold_seconds", "short_abandon_seconds"]].tolist() == [180, 5]


def test_what_was_offered_ended_in_one_way_each(drawn: tuple[list[Leg], LogMeasures]) -> None:
    figures = drawn[1].queues

    ends = [
        "answered",
        "abandoned",
        "overflowed",
        "timed_out",
        "voicemail",
        "callback_requested",
        "failed",
        "still_open",
    ]
    assert figures[ends].sum(axis=1).tolist() == figures["offered"].tolist()


def test_months_hold_what_their_days_hold_and_asked_days_nothing_else(tmp_path: Path) -> None:
    desk = small_desk(tmp_path)
    with Warehouse.open(desk) as warehouse:
        put_legs(warehouse, random_legs(6))
        days, months, june = [
            measure_log(warehouse, Calendar.of(desk), grain=grain, last_day=last)
            for grain, last in (("day", None), ("month", None), ("month", date(2026, 6, 30)))
        ]

    by_month = days.queues.assign(month=days.queues["day"].dt.to_period("M").dt.start_time)
    summed = by_month.groupby(["queue", "month"])["offered"].sum()
    assert months.queues.set_index(["queue", "month"])["offered"].sort_index().tolist() == summed.tolist()
    assert june.queues["month"].dt.date.unique().tolist() == [date(2026, 6, 1)]
    kept = june.queues.set_index("queue")["service_level"]
    told = months.queues[months.queues["month"].dt.month == 6].set_index("queue")["service_level"]
    pd.testing.assert_series_equal(kept, told)


def test_days_of_which_the_log_tells_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="the log tells of 2026-06-25 to 2026-07-06"):
        _measured(tmp_path, random_legs(1), first_day=date(2027, 1, 1), last_day=date(2027, 1, 2))


# What is not told is unknown


def test_without_customers_without_waits_and_without_work_their_figures_are_unknown(tmp_path: Path) -> None:
    support = _measured(
        tmp_path, [leg(1, "2026-06-25 10:00"), leg(2, "2026-06-25 10:05", outcome="abandoned")]
    ).over_all

    unknown = ["repeats", "first_attempts", "short_abandoned", "service_level", "asa_seconds", "handle_seconds",
               "phoned_after", "answer_rate_less_short"]  # fmt: skip
    assert support[["offered", "answered", "abandoned"]].iloc[0].tolist() == [2, 1, 1]
    assert support[unknown].isna().all(axis=None)
    assert support[["key_share", "wait_share", "handle_share"]].iloc[0].tolist() == [0, 0, 0]


def test_mail_and_phone_whose_customers_are_told_apart_are_never_held_against_each_other(tmp_path: Path) -> None:
    mail = leg(1, "2026-06-25 10:00", queue_key="letters", answered_at=pd.Timestamp("2026-06-25 02:00", tz="UTC"))
    legs = [mail | {"customer_key": "address"}, leg(2, "2026-07-20 10:00", customer_key="number")]

    letters = _measured(tmp_path, legs).over_all.set_index("queue").loc["letters"]

    assert letters[["phoned_watched", "phoned_after"]].isna().all()


def test_legs_of_queues_that_the_desk_does_not_have_are_named_and_not_counted(tmp_path: Path) -> None:
    legs = [leg(1, "2026-06-25 10:00"), leg(2, "2026-06-25 10:00", queue_key="gone", channel="phone")]

    measured = _measured(tmp_path, legs)

    assert measured.unknown_queues == {"gone": 1}
    assert measured.over_all["offered"].sum() == 1


# Totals


def _totals_desk(folder: Path) -> Desk:
    totals = {
        "queue": "support", "interval_start": "at", "interval_minutes": 60, "offered": "offered",
        "answered": "answered", "abandoned": "lost", "wait_answered_seconds": "waited", "talk_seconds": "talked",
    }  # fmt: skip
    return small_desk(folder, **{"import": {"mapping": {"calls": MAPPING}, "totals": {"hours": totals}}})


def _bring_in(desk: Desk, **files: list[str]) -> LogMeasures:
    paths = []
    for name, lines in files.items():
        paths.append(desk.folder / f"{name}.csv")
        paths[-1].write_text("\n".join(lines) + "\n")
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, paths, warehouse=warehouse)
        return measure_log(warehouse, Calendar.of(desk), grain="day")


CALLS = [
    "id,arrived,answered,ended,wait,talk,after,outcome",
    "1,2026-06-25 10:05:00,,2026-06-25 10:06:00,60,,,abandoned",
    "2,2026-06-25 10:06:00,2026-06-25 10:06:10,2026-06-25 10:08:00,10,110,0,answered",
]
HOURS = [
    "at,offered,answered,lost,waited,talked",
    "2026-06-25 10:00,50,40,10,400,4000",
    "2026-06-26 09:00,5,,,,",
    "2026-06-26 10:00,8,6,2,60,600",
    "2026-06-26 11:00,4,,,,",
]


@pytest.mark.parametrize("names", [("calls", "hours"), ("hours", "calls")])
def test_totals_of_a_day_are_never_added_to_its_single_contacts(tmp_path: Path, names: tuple[str, str]) -> None:
    files = {"calls": CALLS, "hours": HOURS}

    measured = _bring_in(_totals_desk(tmp_path), **{name: files[name] for name in names})

    by_calls, by_totals = measured.queues.iloc[0], measured.queues.iloc[1]
    assert by_calls[["offered", "answered", "abandoned"]].tolist() == [2, 1, 1]
    assert pd.isna(by_calls["offered_by_totals"])
    assert by_totals[["offered", "offered_by_totals", "answered", "abandoned", "after_hours"]].tolist() == [
        12,
        12,
        6,
        2,
        5,
    ]
    assert measured.over_all["offered"].iloc[0] == 14


def test_totals_tell_what_they_tell_and_the_rest_stays_unknown(tmp_path: Path) -> None:
    told = _bring_in(_totals_desk(tmp_path), hours=HOURS[:1] + HOURS[2:]).queues.iloc[0]

    assert told["answer_rate"] == 6 / 8  # of the hour that tells its answers
    assert told["abandonment"] == 2 / 8
    assert (told["asa_seconds"], told["talk_seconds"]) == (10, 100)
    unknown = ["service_level", "short_abandoned", "repeats", "blocked", "overflowed", "escalations", "hold_seconds"]
    assert told[unknown].isna().all()


def test_what_totals_do_not_tell_rests_on_single_contacts_where_there_are_any(tmp_path: Path) -> None:
    alone = _bring_in(_totals_desk(tmp_path), hours=HOURS)
    beside = _bring_in(_totals_desk(tmp_path), calls=CALLS)

    [of_totals] = [str(one) for one in basis_remarks(alone, titles={}) if "totals alone" in str(one)]
    [of_both] = [str(one) for one in basis_remarks(beside, titles={}) if "totals alone" in str(one)]
    assert of_totals.endswith("whatever else totals do not tell are unknown")
    assert of_both.endswith("rest on the others")


def test_blocked_contacts_of_totals_and_single_ones_of_a_day_are_never_added(tmp_path: Path) -> None:
    totals = {"queue": "support", "interval_start": "at", "interval_minutes": 60, "offered": "calls", "blocked": "busy"}
    desk = small_desk(tmp_path, **{"import": {"totals": {"hours": totals}}})
    path = tmp_path / "hours.csv"
    path.write_text("at,calls,busy\n2026-06-25 10:00,5,7\n2026-06-26 10:00,5,4\n")
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [path], warehouse=warehouse)
        put_legs(warehouse, [leg(1, "2026-06-25 10:10", outcome="blocked", offered=False)])
        days = measure_log(warehouse, Calendar.of(desk), grain="day").queues

    assert days["blocked"].tolist() == [1, 4]
    assert days["offered"].tolist() == [5, 5]


# States of people


def _states(seed: int) -> list[dict[str, Any]]:
    """Stretches of whole minutes, some over midnight, some without an end."""
    rng, rows = np.random.default_rng(seed), []
    words = ["available", "on_contact", "hold", "after_call_work", "pause", "training", "meeting", "offline"]
    for agent in range(3):
        at = pd.Timestamp("2026-06-25 08:00", tz="UTC")
        while at < pd.Timestamp("2026-07-02", tz="UTC"):
            end = at + pd.Timedelta(minutes=int(rng.integers(1, 700)))
            state, told = str(rng.choice(words)), rng.random() < 0.95
            rows.append({"agent_key": f"a{agent}", "start_utc": at, "end_utc": end if told else None, "state": state})
            at = end
    return rows


def _measure_states(desk: Desk, rows: list[dict[str, Any]], **asked: Any) -> LogMeasures:
    with Warehouse.open(desk) as warehouse:
        put_legs(warehouse, [leg(1, "2026-06-25 10:00"), leg(2, "2026-07-02 10:00")])
        frame = pd.DataFrame(rows).assign(source_system="test", source_instance="t", file_id="f")
        warehouse.stage("drawn_state", frame.assign(end_utc=pd.to_datetime(frame["end_utc"], utc=True)))
        warehouse.run_text("INSERT INTO agent_state BY NAME FROM drawn_state")
        return measure_log(warehouse, Calendar.of(desk), **({"grain": "day"} | asked))


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("seed", SEEDS)
def test_time_in_states_is_that_of_a_loop_over_minutes(tmp_path: Path, seed: int, zone: str) -> None:
    rows = _states(seed)

    states = _measure_states(small_desk(tmp_path, time_zone=zone), rows).states.set_index("day")

    looped: dict[tuple[date, str], int] = defaultdict(int)
    for row in (row for row in rows if row["end_utc"] is not None and row["state"] != "offline"):
        for at in pd.date_range(row["start_utc"], row["end_utc"], freq="min", inclusive="left"):
            looped[at.tz_convert(zone).date(), row["state"]] += 60
    days = [day for day in states.index if date(2026, 6, 25) < day.date() < date(2026, 7, 2)]
    assert len(days) == 6
    for day in days:
        told = {word: looped[day.date(), word] for word in ("available", "on_contact", "hold", "after_call_work",
                                                            "pause", "training", "meeting")}  # fmt: skip
        away = told["pause"] + told["training"] + told["meeting"]
        busy = told["on_contact"] + told["hold"] + told["after_call_work"]
        assert {word: states.loc[day, f"{word}_s"] for word in told} == told
        assert states.loc[day, "shrinkage"] == pytest.approx(away / sum(told.values()))
        assert states.loc[day, "occupancy"] == pytest.approx(busy / (busy + told["available"]))


def test_where_nobody_is_ever_told_to_be_available_shrinkage_is_unknown(tmp_path: Path) -> None:
    at = pd.Timestamp("2026-06-25 01:00", tz="UTC")
    told = [{"agent_key": "a", "start_utc": at, "end_utc": at + HOUR, "state": "pause"}]

    over_all = _measure_states(small_desk(tmp_path), told).states_over_all

    assert over_all["pause_s"].tolist() == [3600]
    assert over_all[["shrinkage", "occupancy"]].isna().all(axis=None)


def test_a_day_on_which_the_clock_is_put_forward_has_23_hours(tmp_path: Path) -> None:
    begin, end = (pd.Timestamp(day, tz="America/New_York").tz_convert("UTC") for day in ("2026-03-08", "2026-03-09"))
    rows = [{"agent_key": "a", "start_utc": begin, "end_utc": end, "state": "available"}]
    desk = small_desk(tmp_path, time_zone="America/New_York")
    with Warehouse.open(desk) as warehouse:
        put_legs(warehouse, [leg(1, begin), leg(2, end)])
        warehouse.stage("drawn", pd.DataFrame(rows).assign(source_system="t", source_instance="t", file_id="f"))
        warehouse.run_text("INSERT INTO agent_state BY NAME FROM drawn")
        states = measure_log(warehouse, Calendar.of(desk), grain="day").states

    assert states["signed_in_s"].tolist() == [23 * 3600]
