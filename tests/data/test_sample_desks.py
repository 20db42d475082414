"""The sample desks beside hosting's phone line: each holds what it is there to show."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk_file import read_desk
from data.errors import DeskError
from data.importers.systems import known_system
from data.sample_desks import SAMPLE_KINDS, sample_truth, write_sample_desk
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.written import WrittenWork, work_off
from forecasting.topic_trends import topic_trends
from tests.data.native_logs import imported_legs, mails_of, phone_log_of, tickets_of
from tests.data.test_new_desk import longest_on_end

SINCE, UNTIL, SEED = date(2026, 8, 24), date(2026, 11, 19), 7
ARRIVALS = ["受信日時", "受付日時", "着信日時", "開始希望日時", "転送日時"]
NATIVE: dict[tuple[str, str], Callable[[pd.DataFrame], pd.DataFrame]] = {
    ("mail-only", "mails"): mails_of,
    ("hosting", "mails"): mails_of,
    ("hosting", "calls"): partial(phone_log_of, queue="support"),
    ("business-it", "mails"): mails_of,
    ("business-it", "calls"): partial(phone_log_of, queue="phone"),
    ("language-school", "chats"): partial(phone_log_of, queue="chat"),
    ("language-school", "calls"): lambda legs: pd.concat(
        [phone_log_of(legs, queue=name) for name in ("phone", "video")]
    ),
    ("language-school", "mails"): mails_of,
    ("tech-support", "tickets"): tickets_of,
    ("hosting", "escalations"): partial(phone_log_of, queue="tier2"),
}
"""Logs that a real system's files hold: how their legs become a table in the words of a CSV."""
LogOf = Callable[[str, str], pd.DataFrame]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every kind with three months of logs."""
    folder = tmp_path_factory.mktemp("desks")
    return {kind: write_sample_desk(kind, folder / kind, until=UNTIL, seed=SEED, since=SINCE) for kind in SAMPLE_KINDS}


@pytest.fixture(scope="module")
def log_of(desks: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> LogOf:
    """A kind's log of that name as a table; `at` and `day` tell when contacts came."""

    legs: dict[str, pd.DataFrame] = {}

    def read(kind: str, stem: str) -> pd.DataFrame:
        if (kind, stem) in NATIVE:
            if kind not in legs:
                legs[kind] = imported_legs(desks[kind], tmp_path_factory.mktemp("read"))
            log = NATIVE[kind, stem](legs[kind])
        else:
            paths = sorted((desks[kind] / "logs").glob(f"{stem}-*.csv"))
            log = pd.concat([pd.read_csv(path) for path in paths], ignore_index=True)
        for column in [name for name in log.columns if name.endswith("日時")]:
            log[column] = pd.to_datetime(log[column])
        [arrival] = [name for name in ARRIVALS if name in log.columns]
        return log.assign(at=log[arrival], day=log[arrival].dt.normalize())

    return read


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ---- every kind


@pytest.mark.parametrize("kind", ["mail-only", "business-it", "language-school", "tech-support"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(kind: str, tmp_path: Path) -> None:
    first, again, other = (
        contents(write_sample_desk(kind, tmp_path / name, until=UNTIL, seed=seed, since=date(2026, 9, 21)))
        for name, seed in (("first", 1), ("again", 1), ("other", 2))
    )

    logs = [name for name in first if name.startswith("logs/")]
    assert first == again
    assert all(first[name] != other[name] for name in logs)


@pytest.mark.parametrize(
    ("kind", "queues", "people"),
    [
        ("hosting", {"support": "phone", "tier2": "phone", "mail": "mail"}, 34),
        ("mail-only", {"mail": "mail"}, 9),
        ("business-it", {"phone": "phone", "tier2": "phone", "mail": "mail"}, 9),
        ("language-school", {"chat": "chat", "phone": "phone", "video": "video", "mail": "mail"}, 20),
        ("tech-support", {"form": "form", "mail": "mail"}, 16),
    ],
)
def test_the_desk_is_accepted_with_its_queues_and_people(
    desks: dict[str, Path], kind: str, queues: dict[str, str], people: int
) -> None:
    desk = read_desk(desks[kind])

    assert desk.settings.kind == kind
    assert {queue.name: queue.channel for queue in desk.settings.queue} == queues
    assert len(desk.staff) == people
    assert desk.settings.shifts.staggered_break_agreement
    for queue in desk.settings.queue:
        assert sum(person.can_take(queue.skills) for person in desk.staff) >= 2


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_each_log_is_of_a_known_system_or_fits_exactly_one_mapping(desks: dict[str, Path], kind: str) -> None:
    desk = read_desk(desks[kind])
    mappings = desk.settings.imports.mapping.values()
    for path in (desks[kind] / "logs").iterdir():
        system = known_system(path)
        if system:
            assert len(system.settings(desk)) == 1
            continue
        header = set(path.read_text(encoding="utf-8").split("\n", 1)[0].split(","))
        assert sum(set(mapping.columns) <= header for mapping in mappings) == 1


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_the_truth_lies_outside_the_folder(desks: dict[str, Path], kind: str) -> None:
    names = {path.name for path in desks[kind].iterdir()}

    assert names - {"outcomes.csv"} == {"desk.toml", "events.csv", "leave.csv", "logs", "staff.csv"}
    assert {event.kind for event in read_desk(desks[kind]).events} <= {"release", "campaign", "company_event"}


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_every_kind_knows_its_surprises(kind: str) -> None:
    truths = sample_truth(kind, until=UNTIL, seed=SEED, since=SINCE)

    for truth in truths.values():
        kinds = [surprise.kind for surprise in truth.surprises]
        assert {"level_shift", "fading_effect", "outage", "burst"} <= set(kinds)
        assert kinds.count("missing_day") == 3


@pytest.mark.parametrize(
    ("kind", "stem", "a_day"),
    [
        ("hosting", "mails", 250),
        ("mail-only", "mails", 300),
        ("business-it", "calls", 80),
        ("business-it", "mails", 60),
        ("language-school", "chats", 400),
        ("language-school", "calls", 60),
        ("tech-support", "tickets", 120),
    ],
)
def test_contacts_a_day_are_those_of_the_kind(
    desks: dict[str, Path], log_of: LogOf, kind: str, stem: str, a_day: int
) -> None:
    log = log_of(kind, stem)
    new = log[log["回"] == 1] if "回" in log else log
    channel = {"calls": "phone", "chats": "chat", "mails": "mail", "tickets": "form"}[stem]
    open_days = len(Calendar.of(read_desk(desks[kind])).business_days(channel, SINCE, UNTIL)) - 3

    assert len(new) / open_days == pytest.approx(a_day, rel=0.12)


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_three_days_are_missing_from_the_logs(desks: dict[str, Path], log_of: LogOf, kind: str) -> None:
    truth = next(iter(sample_truth(kind, until=UNTIL, seed=SEED, since=SINCE).values()))
    missing = {pd.Timestamp(s.first_day) for s in truth.surprises if s.kind == "missing_day"}
    stems = {path.name.rsplit("-", 2)[0] for path in (desks[kind] / "logs").glob("*.csv")}
    stems |= {stem for native, stem in NATIVE if native == kind}

    assert len(missing) == 3
    for stem in stems:
        assert not missing & set(log_of(kind, stem)["day"])


@pytest.mark.parametrize(
    ("kind", "stem", "seconds"),
    [
        ("hosting", "mails", 240),
        ("mail-only", "mails", 480),
        ("business-it", "mails", 600),
        ("business-it", "calls", 600),
        ("language-school", "chats", 900),
        ("language-school", "calls", 900),
    ],
)
def test_handle_times_are_those_of_the_kind(log_of: LogOf, kind: str, stem: str, seconds: float) -> None:
    assert handle_seconds(log_of(kind, stem)).mean() == pytest.approx(seconds, rel=0.06)


def handle_seconds(log: pd.DataFrame) -> pd.Series:
    """Whole handle time of what was answered, from whatever parts the log tells."""
    if "対応秒数" in log:
        return log["対応秒数"].dropna()
    parts = log[[name for name in log.columns if name.endswith("秒数") and name not in ("待ち秒数", "待機秒数")]]
    return parts[log["結果"] == "応答"].sum(axis=1)


def test_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="there is no sample desk 'bakery'; there are hosting, mail-only"):
        write_sample_desk("bakery", tmp_path / "desk", until=UNTIL, seed=SEED)


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_every_shift_holds_short_breaks_and_where_screen_work_is_judged_one_in_each_hour(
    desks: dict[str, Path], kind: str
) -> None:
    shifts = read_desk(desks[kind]).settings.shifts

    for shift in shifts.template:
        assert len(shift.breaks) >= 2
        assert not shifts.screen_minutes_on_end or longest_on_end(shift) <= shifts.screen_minutes_on_end


def test_people_of_business_it_choose_when_they_start_and_their_hours_are_counted_by_the_month(
    desks: dict[str, Path],
) -> None:
    shifts = read_desk(desks["business-it"]).settings.shifts

    [flex] = shifts.template
    assert shifts.hours_mode == "flextime"
    assert flex.latest_start_minute - flex.start_minute == 90


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_no_more_than_a_tenth_have_the_same_day_to_come_off(desks: dict[str, Path], kind: str) -> None:
    desk = read_desk(desks[kind])
    to_come = [each.start.date() for each in desk.leave if each.takes_whole_days and each.start.date() > UNTIL]

    assert to_come
    assert max(Counter(to_come).values()) <= max(1, len(desk.staff) // 10)


# ---- written work


@pytest.mark.parametrize(
    ("kind", "stem"),
    [("hosting", "mails"), ("mail-only", "mails"), ("business-it", "mails"), ("tech-support", "tickets")],
)
def test_replies_are_sent_while_somebody_may_work_and_never_before_the_letter_came(
    desks: dict[str, Path], log_of: LogOf, kind: str, stem: str
) -> None:
    log = log_of(kind, stem)
    answered = log[log["状態"] == "返信済"]
    sent = answered["返信日時" if stem == "mails" else "回答日時"]
    channel = "mail" if stem == "mails" else "form"
    opened = Calendar.of(read_desk(desks[kind])).business_days(channel, SINCE, UNTIL)

    assert (sent >= answered["at"]).all()
    assert set(sent.dt.date) <= set(opened)
    assert sent.dt.hour.between(8, 21).all()


def test_one_person_takes_the_oldest_letter_first_and_leaves_what_does_not_fit() -> None:
    day = [Duty(0, 0, 1000), Duty(0, 2000, 3000)]
    work = WrittenWork(reply_seconds=600, spread=0.001)

    replies = work_off(np.array([0, 10, 20, 2500]), work, day, np.random.default_rng(1), end_s=3000)

    assert [reply.letter for reply in replies if not reply.is_open] == [0, 1, 2]
    assert [reply.letter for reply in replies if reply.is_open] == [3]
    assert [round(reply.sent_s, -2) for reply in replies] == [600, 1200, 2600, 0]


# ---- hosting


def test_hosting_mail_comes_and_is_answered_on_weekends_within_two_days(log_of: LogOf) -> None:
    log = log_of("hosting", "mails")
    answered = log[log["状態"] == "返信済"]
    days = (answered["返信日時"].dt.normalize() - answered["day"]).dt.days

    assert set(log["返信日時"].dropna().dt.day_of_week) == set(range(7))
    assert (days <= 2).mean() > 0.97


def test_about_eight_calls_in_a_hundred_go_on_to_tier_2(log_of: LogOf) -> None:
    handed, calls = log_of("hosting", "escalations"), log_of("hosting", "calls")
    of_call = handed.merge(calls, on="問い合わせ番号", suffixes=("", "_first"), validate="one_to_one")

    assert 0.065 < len(handed) / (calls["結果"] == "応答").sum() < 0.085
    assert len(of_call) == len(handed)
    assert (of_call["着信日時"] == of_call["終話日時_first"]).all()
    assert set(handed["担当者"].dropna()) <= {"A23", "A24", "A25"}


# ---- mail-only


def test_monday_begins_with_what_the_weekend_brought(desks: dict[str, Path]) -> None:
    truth = sample_truth("mail-only", until=UNTIL, seed=SEED, since=SINCE)["mail"]
    by_day = truth.expected_by_day()[: pd.Timestamp(UNTIL)]
    weekday = by_day.groupby(by_day.index.day_of_week).mean()

    assert weekday.idxmax() == 0
    assert weekday[0] > 1.8 * weekday[2]


@pytest.mark.parametrize(
    ("kind", "stem", "queue", "topic"),
    [
        pytest.param("mail-only", "mails", "mail", "初期不良", id="a gadget"),
        pytest.param("tech-support", "tickets", "form", "インストール用USBの不良", id="a medium of software"),
    ],
)
def test_the_defect_jumps_to_about_four_times_and_its_excess_falls(
    log_of: LogOf, kind: str, stem: str, queue: str, topic: str
) -> None:
    log = log_of(kind, stem)
    log = log[log["回"] == 1] if "回" in log else log
    truth = sample_truth(kind, until=UNTIL, seed=SEED, since=SINCE)[queue]
    [defect] = [surprise for surprise in truth.surprises if surprise.kind == "defect"]
    daily = log[log["用件"] == topic].groupby("day").size()
    share = daily / log.groupby("day").size()
    first = pd.Timestamp(defect.first_day)
    before = share[: first - pd.Timedelta(days=1)].mean()

    assert 6 <= (UNTIL - defect.first_day).days <= 14
    assert share[first : first + pd.Timedelta(days=2)].mean() > 2 * before
    assert share[first + pd.Timedelta(days=5) :].mean() < share[first : first + pd.Timedelta(days=2)].mean()


@pytest.mark.parametrize(
    ("kind", "stem", "topic"),
    [
        pytest.param("mail-only", "mails", "初期不良", id="a gadget"),
        pytest.param("tech-support", "tickets", "インストール用USBの不良", id="a medium of software"),
    ],
)
def test_the_defect_alone_is_found_to_rise(
    desks: dict[str, Path], log_of: LogOf, kind: str, stem: str, topic: str
) -> None:
    calendar = Calendar.of(read_desk(desks[kind]))
    log = log_of(kind, stem)
    log = log[log["回"] == 1] if "回" in log else log
    topics = log.groupby(["day", "用件"]).size().rename("offered").reset_index()
    rows = topics.rename(columns={"day": "date", "用件": "topic"}).assign(queue=calendar.settings.queue[0].name)

    trends = topic_trends(rows, calendar=calendar, last_day=UNTIL)

    assert [one.topic for one in trends if one.is_rising] == [topic]


@pytest.mark.parametrize("kind", SAMPLE_KINDS)
def test_what_contacts_are_about_is_told_in_japanese(desks: dict[str, Path], log_of: LogOf, kind: str) -> None:
    topics: set[str] = set()
    for native, stem in NATIVE:
        if native == kind:
            topics |= set(log_of(kind, stem)["用件"].dropna())
    for path in sorted((desks[kind] / "logs").glob("*.csv")):
        topics |= set(pd.read_csv(path, usecols=lambda name: name == "用件").squeeze(axis="columns").dropna())

    assert topics
    assert all(any(ord(letter) > 0x3000 for letter in topic) for topic in topics)


def test_the_log_of_letters_ends_with_some_that_nobody_has_answered(log_of: LogOf) -> None:
    log = log_of("mail-only", "mails")
    waiting = log[log["状態"] == "未返信"]

    assert len(waiting) > 50
    assert waiting[["返信日時", "対応秒数", "返信担当"]].isna().all(axis=None)
    assert waiting["at"].min() > pd.Timestamp(UNTIL) - pd.Timedelta(days=7)


# ---- business-it


def test_some_answered_mails_are_phoned_about_afterwards(log_of: LogOf) -> None:
    calls, mails = log_of("business-it", "calls"), log_of("business-it", "mails")
    about = calls[calls["問い合わせ番号"] != calls["通話ID"]]
    joined = about.merge(mails, left_on="問い合わせ番号", right_on="受付番号", suffixes=("", "_mail"))

    assert 0.05 < len(about) / len(mails) < 0.2
    assert len(joined) > 0.9 * len(about)
    assert (joined["着信日時"] > joined["返信日時"]).all()


def test_novices_answer_fewer_mails_more_slowly(desks: dict[str, Path], log_of: LogOf) -> None:
    desk = read_desk(desks["business-it"])
    mails = log_of("business-it", "mails")
    older, newest = (person for person in desk.staff if person.novice_from is not None)
    code = {person.name: f"A{number:02d}" for number, person in enumerate(desk.staff, start=1)}
    theirs = mails[mails["返信担当"] == code[newest.name]]
    first_week = theirs[theirs["返信日時"] < pd.Timestamp(newest.start_date) + pd.Timedelta(days=7)]
    per_day = first_week.groupby(first_week["返信日時"].dt.date).size()

    ramp = desk.settings.novices
    on_the_last_day = [p.proficiency_on(UNTIL, ramp=ramp, handle_seconds=600) for p in (newest, older)]
    assert 1 / 48 < on_the_last_day[0] < on_the_last_day[1] < 0.4
    assert (newest.novice_from, newest.proficiency) == (newest.start_date, 1.0)
    assert per_day.max() == 1
    assert mails.loc[mails["返信担当"] == code[older.name], "対応秒数"].mean() > 1.3 * mails["対応秒数"].mean()


def test_business_mail_is_answered_within_two_business_days(desks: dict[str, Path], log_of: LogOf) -> None:
    mails = log_of("business-it", "mails")
    answered = mails[mails["状態"] == "返信済"]
    opened = np.array(
        Calendar.of(read_desk(desks["business-it"])).business_days("mail", SINCE, UNTIL), dtype="datetime64[D]"
    )
    received = np.searchsorted(opened, answered["day"].to_numpy().astype("datetime64[D]"))
    replied = np.searchsorted(opened, answered["返信日時"].to_numpy().astype("datetime64[D]"))

    assert (replied - received <= 1).mean() > 0.9
    assert (replied - received <= 2).mean() > 0.97


# ---- language-school


def test_the_language_school_is_busiest_in_the_evening(log_of: LogOf) -> None:
    by_hour = log_of("language-school", "chats")["at"].dt.hour.value_counts()

    assert by_hour.idxmax() == 20
    assert by_hour[[19, 20]].sum() > 3 * by_hour[[12, 13]].sum()
    assert set(by_hour.index) == set(range(12, 22))


def test_lessons_talk_has_a_long_tail(log_of: LogOf) -> None:
    seconds = handle_seconds(log_of("language-school", "chats"))

    assert seconds.std() > 0.95 * seconds.mean()
    assert (seconds > 3600).mean() > 0.01


def test_nobody_has_more_than_three_chats_at_once_and_some_have_three(log_of: LogOf) -> None:
    chats = log_of("language-school", "chats").dropna(subset=["応答日時"])
    edges = pd.concat(
        [
            pd.DataFrame({"agent": chats["担当者"], "at": chats["応答日時"] + pd.Timedelta(seconds=1), "step": 1}),
            pd.DataFrame({"agent": chats["担当者"], "at": chats["後処理終了日時"], "step": -1}),
        ]
    ).sort_values(["agent", "at", "step"])
    at_once = edges.groupby("agent")["step"].cumsum()

    assert at_once.max() == 3


def test_people_of_other_departments_help_and_months_have_outcomes(desks: dict[str, Path]) -> None:
    desk = read_desk(desks["language-school"])
    outcomes = pd.read_csv(desks["language-school"] / "outcomes.csv")

    assert sum(person.helper for person in desk.staff) == 4
    assert outcomes["month"].tolist() == ["2026-09", "2026-10"]
    assert outcomes["retained"].between(0.9, 1).all()
    assert outcomes["csat"].between(1, 5).all()
    assert desk.queue("chat").concurrency == 3


# ---- tech-support


def test_a_ticket_takes_about_45_minutes_over_several_replies(log_of: LogOf) -> None:
    log = log_of("tech-support", "tickets")
    finished = log[log["at"] < pd.Timestamp(UNTIL) - pd.Timedelta(days=14)]

    assert finished.groupby("チケット番号")["対応秒数"].sum().mean() == pytest.approx(45 * 60, rel=0.08)
    assert finished.groupby("チケット番号").size().mean() > 1.8
    assert (log.loc[log["回"] == 1, "種別"] == "queue").all()
    assert (log.loc[log["回"] > 1, "種別"] == "reply_cycle").all()


def test_tickets_were_promised_an_answer_and_word_of_the_state_before_it(log_of: LogOf) -> None:
    log = log_of("tech-support", "tickets")

    assert (log["回答予定日時"] > log["at"]).all()
    assert (log["次回連絡日時"] < log["回答予定日時"]).all()
    assert set(log["経路"]) == {"form", "mail"}


def test_some_open_tickets_are_late_and_some_are_due_on_the_next_open_day(log_of: LogOf) -> None:
    log = log_of("tech-support", "tickets")
    promised = log.loc[log["状態"] == "未返信", "回答予定日時"]
    log_end = pd.Timestamp(UNTIL) + pd.Timedelta(days=1)

    assert (promised < log_end).sum() >= 3
    assert promised.between(log_end, log_end + pd.Timedelta(days=1)).sum() >= 10
    assert (promised > log_end + pd.Timedelta(days=1)).sum() >= 10
