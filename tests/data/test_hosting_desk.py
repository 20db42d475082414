from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk_file import read_desk
from data.errors import DeskError
from data.sample_desks import Surprise, Truth, hosting_truth, write_hosting_desk
from data.sample_desks.hosting_effects import draw_effects
from data.sample_desks.hosting_log import MEAN_PATIENCE_SECONDS

UNTIL, SEED = date(2026, 11, 21), 7
SHORT_SINCE = date(2026, 8, 1)


def read_log(folder: Path) -> pd.DataFrame:
    """The calls of the telephone system's queue_log by what its events tell; those that came to tier 2 left out."""
    names = ["second", "call", "queue", "agent", "event", "d1", "d2", "d3", "d4", "d5"]
    files = sorted((folder / "logs").glob("queue_log-*"))
    told = pd.concat([pd.read_csv(path, sep="|", names=names, dtype=str) for path in files], ignore_index=True)
    told["at"] = pd.to_datetime(told["second"].astype(int), unit="s") + pd.Timedelta(hours=9)
    stays = told[told["queue"].str.contains("-", na=False)]
    entered, answered, lost, ended = (
        stays[stays["event"].isin(events)].set_index("call")
        for events in (["ENTERQUEUE"], ["CONNECT"], ["ABANDON"], ["COMPLETECALLER", "COMPLETEAGENT", "BLINDTRANSFER"])
    )
    calls = pd.DataFrame({"arrival": entered["at"], "answer": answered["at"], "agent": answered["agent"]})
    calls["end"] = ended["at"].combine_first(lost["at"])
    calls["wait"] = answered["d1"].combine_first(lost["d3"]).astype(int)
    is_handed_on = ended["event"] == "BLINDTRANSFER"
    calls["talk"] = ended["d2"].where(~is_handed_on, ended["d4"]).astype(int)
    calls[["segment", "topic"]] = entered["queue"].str.split("-", expand=True)
    calls = calls.rename_axis("call").reset_index()
    calls["after"] = _after_call_seconds(told, calls).where(calls["answer"].notna())
    calls["done"] = calls["end"] + pd.to_timedelta(calls["after"], unit="s")
    calls["day"] = calls["arrival"].dt.normalize()
    return calls.assign(answered=calls["answer"].notna())


def _after_call_seconds(told: pd.DataFrame, calls: pd.DataFrame) -> pd.Series:
    """How long the pause lasts that begins when the call ends; 0 where there is none."""
    pauses, over = (
        told[told["event"] == event].assign(turn=lambda rows: rows.groupby("agent").cumcount())
        for event in ("PAUSE", "UNPAUSE")
    )
    pairs = pauses.merge(over, on=["agent", "turn"], suffixes=("", "_over"), validate="one_to_one")
    seconds = (pairs["at_over"] - pairs["at"]).dt.total_seconds()
    lasts = pairs.assign(end=pairs["at"], after=seconds)[["agent", "end", "after"]].drop_duplicates(["agent", "end"])
    return calls.merge(lasts, on=["agent", "end"], how="left", validate="many_to_one")["after"].fillna(0)


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hosting_desk(tmp_path_factory.mktemp("desk") / "hosting", until=UNTIL, seed=SEED)


@pytest.fixture(scope="module")
def log(two_years: Path) -> pd.DataFrame:
    return read_log(two_years)


@pytest.fixture(scope="module")
def truth() -> Truth:
    return hosting_truth(UNTIL, SEED)


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("short")
    return write_hosting_desk(folder, until=UNTIL, seed=SEED, since=SHORT_SINCE)


def ratio_to_expected_without(truth: Truth, log: pd.DataFrame, effect: str) -> pd.Series:
    """Calls of each day beside what would have been expected but for one effect, on the days it touches."""
    factor = truth.factor(effect)
    plain = truth.expected_by_day().loc[factor.index] / factor
    seen = log.groupby("day").size()
    days = factor.index.intersection(seen.index)
    return seen.loc[days] / plain.loc[days]


# ---- files


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(short: Path, tmp_path: Path) -> None:
    again = write_hosting_desk(tmp_path / "again", until=UNTIL, seed=SEED, since=SHORT_SINCE)

    assert contents(again) == contents(short)


def test_another_seed_gives_other_calls(short: Path, tmp_path: Path) -> None:
    other = write_hosting_desk(tmp_path / "other", until=UNTIL, seed=SEED + 1, since=SHORT_SINCE)

    assert contents(other)["logs/queue_log-2026-09"] != contents(short)["logs/queue_log-2026-09"]


def test_the_folder_holds_the_desk_and_nothing_of_the_truth(short: Path) -> None:
    assert sorted(contents(short)) == [
        "desk.toml", "events.csv", "leave.csv", "logs/queue_log-2026-08", "logs/queue_log-2026-09",
        "logs/queue_log-2026-10", "logs/queue_log-2026-11", "logs/ticket_metric_events-2026-08.jsonl",
        "logs/ticket_metric_events-2026-09.jsonl", "logs/ticket_metric_events-2026-10.jsonl",
        "logs/ticket_metric_events-2026-11.jsonl", "logs/tickets-2026-08.jsonl", "logs/tickets-2026-09.jsonl",
        "logs/tickets-2026-10.jsonl", "logs/tickets-2026-11.jsonl", "staff.csv",
    ]  # fmt: skip


def test_no_surprise_is_told_by_the_events(short: Path) -> None:
    kinds = {event.kind for event in read_desk(short).events}

    assert kinds == {"release", "campaign", "company_event"}


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(DeskError, match="is not empty"):
        write_hosting_desk(tmp_path, until=UNTIL, seed=SEED)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("since", "seed", "said"),
    [
        pytest.param(date(2026, 11, 1), 1, "too short", id="three weeks"),
        pytest.param(date(2027, 11, 1), 1, "too short", id="ends before it begins"),
        pytest.param(None, -1, "seed -1 is below 0", id="a negative seed"),
    ],
)
def test_a_span_or_seed_that_cannot_be_is_refused(tmp_path: Path, since: date | None, seed: int, said: str) -> None:
    with pytest.raises(DeskError, match=said):
        write_hosting_desk(tmp_path / "desk", until=UNTIL, seed=seed, since=since)

    assert not (tmp_path / "desk").exists()


def test_progress_rises_to_the_whole(tmp_path: Path) -> None:
    told: list[float] = []

    write_hosting_desk(tmp_path / "d", until=UNTIL, seed=SEED, since=date(2026, 9, 20), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2026, 1, 3), date(2025, 5, 5)])
@pytest.mark.parametrize("seed", range(4))
def test_any_end_and_seed_has_a_truth(until: date, seed: int) -> None:
    truth = hosting_truth(until, seed)

    first = (pd.Timestamp(until) + pd.Timedelta(days=1) - pd.DateOffset(years=2)).date()
    assert first <= truth.starts[0].date() <= (pd.Timestamp(first) + pd.Timedelta(days=6)).date()
    assert truth.starts[-1].date() > until
    assert {"level_shift", "fading_effect", "outage", "burst", "billing_on_wrong_day"} <= {
        surprise.kind for surprise in truth.surprises
    }


# ---- the desk


def test_the_desk_is_accepted_with_its_34_people(two_years: Path) -> None:
    desk = read_desk(two_years)

    assert len(desk.staff) == 34
    assert {person.contract for person in desk.staff} == {"full_time", "part_time"}
    assert {person.hours_week for person in desk.staff if person.contract == "part_time"} == {25.0}
    assert sum(person.can_take(desk.queue("support").skills) for person in desk.staff) == 31
    assert sum(person.can_take(desk.queue("mail").skills) for person in desk.staff) == 8
    assert sum(person.can_take(desk.queue("tier2").skills) and person.tier == 2 for person in desk.staff) == 6
    assert sum(person.proficiency == 0.6 for person in desk.staff) == 3


def test_leave_lies_before_and_after_the_logs_end(two_years: Path) -> None:
    leave = read_desk(two_years).leave

    assert {"paid_leave", "training", "requested_off", "meeting"} == {absence.kind for absence in leave}
    paid = [absence.start.date() for absence in leave if absence.kind == "paid_leave"]
    assert min(paid) < UNTIL < max(paid)


def test_nobody_is_away_twice_on_a_day(two_years: Path) -> None:
    days = [(absence.person, absence.start.date()) for absence in read_desk(two_years).leave]

    assert len(set(days)) == len(days)


def test_who_is_on_leave_answers_no_call(two_years: Path, log: pd.DataFrame) -> None:
    desk = read_desk(two_years)
    away = {(absence.person, pd.Timestamp(absence.start.date())) for absence in desk.leave if absence.takes_whole_days}

    answered = set(zip(log.loc[log["answered"], "agent"], log.loc[log["answered"], "day"], strict=True))

    assert away
    assert not away & answered


def test_two_releases_are_still_to_come_and_one_is_not_public_yet(two_years: Path) -> None:
    coming = [event for event in read_desk(two_years).events if event.kind == "release" and event.start > UNTIL]

    assert len(coming) == 2
    assert all(event.known_from <= UNTIL for event in coming)
    assert any(event.public_from is not None and event.public_from > UNTIL for event in coming)


def test_the_settings_name_every_queue_of_the_log_and_what_its_calls_are(two_years: Path) -> None:
    [told] = read_desk(two_years).settings.imports.asterisk.values()
    newest = max((two_years / "logs").glob("queue_log-*")).read_text(encoding="utf-8")
    queues = {line.split("|")[2] for line in newest.splitlines()} - {"NONE"}

    assert queues == set(told.queues)
    assert set(told.topics) == set(told.segments) == queues - {"tier2"}


# ---- the calls


def test_about_six_hundred_call_on_an_open_day(log: pd.DataFrame) -> None:
    assert log.groupby("day").size().mean() == pytest.approx(600, rel=0.03)


def test_a_call_takes_seven_minutes_of_which_a_minute_and_a_half_is_after_call_work(log: pd.DataFrame) -> None:
    answered = log[log["answered"]]

    assert (answered["talk"] + answered["after"]).mean() == pytest.approx(420, rel=0.01)
    assert answered["after"].mean() == pytest.approx(90, rel=0.02)


def test_half_of_the_callers_are_prospects_and_three_in_five_ask_a_technical_question(log: pd.DataFrame) -> None:
    assert (log["segment"] == "prospect").mean() == pytest.approx(0.5, abs=0.02)
    assert (log["topic"] == "technical").mean() == pytest.approx(0.6, abs=0.02)


def test_monday_at_ten_is_the_busiest_hour_and_half_hour_of_the_week(log: pd.DataFrame) -> None:
    minute = log["arrival"].dt.hour * 60 + log["arrival"].dt.minute
    open_days = log.groupby(log["day"].dt.day_of_week)["day"].nunique()

    for length in (60, 30):
        counts = log.groupby([log["day"].dt.day_of_week, minute // length * length]).size()
        assert (counts / open_days.reindex(counts.index.get_level_values(0)).to_numpy()).idxmax() == (0, 600)


def test_the_evenings_of_wednesday_and_thursday_are_the_easiest(log: pd.DataFrame) -> None:
    counts = log.groupby([log["day"].dt.day_of_week, log["arrival"].dt.hour]).size()
    a_day = (
        counts
        / log.groupby(log["day"].dt.day_of_week)["day"].nunique().reindex(counts.index.get_level_values(0)).to_numpy()
    )

    assert set(a_day.nsmallest(2).index) == {(2, 17), (3, 17)}


def test_lunch_is_a_dip_that_lasts_until_two(log: pd.DataFrame) -> None:
    by_hour = log.groupby(log["arrival"].dt.hour).size()

    assert by_hour[12] < by_hour[11] * 0.8
    assert by_hour[13] < by_hour[14] < by_hour[15]


@pytest.mark.parametrize("effect", ["billing", "month_start", "month_end", "after_closure", "release", "campaign"])
def test_each_named_effect_stands_out_in_the_calls(truth: Truth, log: pd.DataFrame, effect: str) -> None:
    seen = ratio_to_expected_without(truth, log, effect)
    drawn = truth.factor(effect).reindex(seen.index)

    error = np.log(seen / drawn).std() / np.sqrt(len(seen))
    assert np.log(seen).mean() > 3 * error
    assert abs(np.log(seen / drawn).mean()) < 4 * error


def test_billing_days_bring_a_third_more_than_other_days(two_years: Path, log: pd.DataFrame) -> None:
    days = Calendar.of(read_desk(two_years)).billing_dates(date(2024, 11, 22), UNTIL)
    counts = log.groupby("day").size()

    billing = counts.index.isin(pd.DatetimeIndex(days))

    assert counts[billing].mean() > 1.3 * counts[~billing].mean()


def test_days_vary_more_than_chance_alone_would_have_it(truth: Truth, log: pd.DataFrame) -> None:
    counts = log.groupby("day").size()
    expected = truth.expected_by_day().reindex(counts.index)

    assert 2 < ((counts - expected) ** 2 / expected).median() < 10


# ---- surprises


def surprises(truth: Truth, kind: str) -> list[Surprise]:
    return [surprise for surprise in truth.surprises if surprise.kind == kind]


def test_the_log_is_empty_on_its_three_missing_days_and_on_no_other_open_day(
    two_years: Path, truth: Truth, log: pd.DataFrame
) -> None:
    missing = {surprise.first_day for surprise in surprises(truth, "missing_day")}
    opened = Calendar.of(read_desk(two_years)).business_days("phone", log["day"].min().date(), UNTIL)

    assert len(missing) == 3
    assert set(opened) - set(log["day"].dt.date) == missing
    assert set(log["day"].dt.date) <= set(opened)


def test_an_outage_brings_many_calls_and_more_people_hanging_up(truth: Truth, log: pd.DataFrame) -> None:
    (outage,) = surprises(truth, "outage")
    that_day = log[log["day"] == pd.Timestamp(outage.first_day)]

    assert len(that_day) > 1.2 * truth.expected_by_day()[pd.Timestamp(outage.first_day)]
    assert 1 - that_day["answered"].mean() > 2 * (1 - log["answered"].mean())


def test_bills_went_out_on_the_wrong_day_once(two_years: Path, truth: Truth) -> None:
    (wrong,) = surprises(truth, "billing_on_wrong_day")
    billing = truth.factor("billing")
    announced = Calendar.of(read_desk(two_years)).billing_dates(wrong.first_day, wrong.last_day)

    assert announced == [wrong.first_day]
    assert pd.Timestamp(wrong.first_day) not in billing.index
    assert billing[pd.Timestamp(wrong.last_day)] == max(draw_effects(SEED).billing)


def test_the_month_ends_effect_fades(truth: Truth) -> None:
    (fading,) = surprises(truth, "fading_effect")
    month_end = truth.factor("month_end")

    before = month_end[: pd.Timestamp(fading.first_day)].max() - 1
    after = month_end[pd.Timestamp(fading.last_day) :].max() - 1

    assert after == pytest.approx(before * fading.size)


def test_a_burst_brings_its_calls_within_ten_minutes(truth: Truth, log: pd.DataFrame) -> None:
    minute = log["arrival"].dt.hour * 60 + log["arrival"].dt.minute
    for burst in surprises(truth, "burst"):
        inside = (log["day"] == pd.Timestamp(burst.first_day)) & minute.between(
            burst.start_minute, burst.end_minute - 1
        )
        assert inside.sum() >= burst.size


# ---- waits


def test_most_are_answered_within_three_minutes_but_not_on_monday_morning(log: pd.DataFrame) -> None:
    judged = log[log["answered"] | (log["wait"] >= 5)]
    kept = judged["answered"] & (judged["wait"] <= 180)
    monday_morning = (judged["day"].dt.day_of_week == 0) & (judged["arrival"].dt.hour == 10)

    assert 0.85 < kept.mean() < 0.92
    assert 0.45 < kept[monday_morning].mean() < 0.75


def test_callers_hang_up_only_while_they_wait(log: pd.DataFrame) -> None:
    at_once = log.groupby(["day", log["arrival"].dt.hour]).agg(waited=("wait", "max"), answered=("answered", "mean"))

    assert (at_once.loc[at_once["answered"] < 1, "waited"] > 0).all()
    # Patience is exponential, so those who hung up and those who waited together tell its mean.
    patience = log["wait"].sum() / (~log["answered"]).sum()
    assert patience == pytest.approx(MEAN_PATIENCE_SECONDS, rel=0.03)


def test_the_times_of_a_call_follow_one_another(log: pd.DataFrame) -> None:
    answered, lost = log[log["answered"]], log[~log["answered"]]

    assert ((answered["answer"] - answered["arrival"]).dt.total_seconds() == answered["wait"]).all()
    assert ((answered["end"] - answered["answer"]).dt.total_seconds() == answered["talk"]).all()
    assert ((answered["done"] - answered["end"]).dt.total_seconds() == answered["after"]).all()
    assert ((lost["end"] - lost["arrival"]).dt.total_seconds() == lost["wait"]).all()
    assert lost[["answer", "done", "talk", "after", "agent"]].isna().all(axis=None)


def test_no_agent_has_two_calls_at_once(log: pd.DataFrame) -> None:
    calls = log[log["answered"]].sort_values(["agent", "answer"])
    same = calls["agent"] == calls["agent"].shift()

    gap = (calls["answer"] - calls["done"].shift()).dt.total_seconds()[same]

    # Novices' times are rounded to whole seconds.
    assert gap.min() >= -2


def test_calls_are_named_once_and_no_caller_is_known(two_years: Path, log: pd.DataFrame) -> None:
    newest = max((two_years / "logs").glob("queue_log-*")).read_text(encoding="utf-8")

    assert log["call"].is_unique
    assert log.loc[log["answered"], "agent"].str.fullmatch(r"相談員\d\d").all()
    assert {line.split("|")[6] for line in newest.splitlines() if "|ENTERQUEUE|" in line} == {""}
