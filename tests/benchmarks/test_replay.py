"""The replay answers calls as it says, counts what it says, and draws patience and handle times from what was seen."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.real_desks import anonymous_bank_calendar
from benchmarks.replay import Bank, Outcome, equal_service_table, kept_promises, least_hours, main, nearer_equal_service
from benchmarks.replay_calls import DrawnDay, HandlePools, PatienceCurve, draw_day, patience_by_kind, read_bank_calls
from benchmarks.replay_causes import Causes
from benchmarks.replay_days import Replayed, replay_day
from benchmarks.replay_plans import Plan, Rule, as_if_known
from data.desk import Desk
from forecasting.forecast import Forecast
from staffing.simulation.served_in_turn import PeopleThere, serve_day

DAY = date(1999, 6, 1)
MONDAY = date(1999, 6, 7)


def test_a_day_with_constant_people_is_served_as_first_come_first_served_says():
    drawn = drawn_day(calls=300, seeds=3)
    starts = half_hours("07:00", 4)

    met = replay_day(drawn, starts, np.full(4, 5))

    there = PeopleThere.by_interval(np.full(4, 5), 1800.0)
    came = drawn.arrivals - 7 * 3600
    answered = [
        serve_day(came, came + drawn.patience_seconds[:, seed], drawn.handle_seconds[:, seed], there=there)
        for seed in range(3)
    ]
    in_time = [int((starts - came <= 180).sum()) for starts in answered]
    assert met.in_time.sum(axis=0).tolist() == in_time
    assert met.gone.sum(axis=0).tolist() == [int(np.isinf(starts).sum()) for starts in answered]
    assert 0 < met.gone.sum() < met.offered.sum() * 3


def test_calls_are_counted_in_the_half_hour_in_which_they_came():
    drawn = day_of([("07:05:00", 60, np.inf), ("07:29:59", 60, np.inf), ("07:30:00", 60, np.inf)])

    met = replay_day(drawn, half_hours("07:00", 2), np.array([1, 1]))

    assert met.offered.tolist() == [2, 1]
    assert met.in_time[:, 0].tolist() == [2, 1]


def test_who_waits_at_closing_is_served_by_the_last_people():
    drawn = day_of([("07:29:00", 600, np.inf), ("07:29:30", 60, np.inf)])

    met = replay_day(drawn, half_hours("07:00", 1), np.array([1]))

    assert (met.gone.sum(), met.in_time.sum()) == (0, 1)


def test_who_hangs_up_in_under_five_seconds_counts_neither_way_and_later_against_us():
    busy = ("07:00:00", 1000, np.inf)
    drawn = day_of([busy, ("07:01:00", 60, 4.0), ("07:02:00", 60, 5.0)])

    met = replay_day(drawn, half_hours("07:00", 1), np.array([1]))

    assert (met.short.sum(), met.gone.sum()) == (1, 2)
    assert met.service_level == pytest.approx(1 / 2)
    assert met.abandonment == pytest.approx(2 / 3)


def test_half_hours_with_ten_calls_are_good_where_four_fifths_were_answered_in_time():
    met = counted(offered=[10, 10, 9, 20], in_time=[[8], [7], [0], [20]])

    assert met.good_half_hours == pytest.approx(2 / 3)


def test_short_abandons_are_no_calls_of_which_four_fifths_are_asked():
    met = counted(offered=[10, 10], in_time=[[7], [7]], short=[[2], [0]])

    assert met.good_half_hours == pytest.approx(1 / 2)


def test_the_service_level_is_the_mean_over_the_seeds_with_its_error():
    met = counted(offered=[10, 10], in_time=[[8, 9], [10, 9]])

    assert met.level_by_seed.tolist() == [0.9, 0.9]
    assert (met.service_level, met.service_level_error) == (pytest.approx(0.9), 0.0)


def test_the_worst_time_of_the_week_has_enough_calls_to_tell():
    met = counted(offered=[40, 40, 29], in_time=[[40], [20], [0]])

    assert met.worst_time_of_week == ("Tue 07:30", 0.5)


def test_patience_is_estimated_as_by_hand():
    waited = np.array([10.0, 20.0, 20.0, 30.0, 40.0])
    hung_up = np.array([True, True, False, False, True])

    curve = PatienceCurve.of_waits(waited, hung_up)

    # 5 wait at 10 s, 4 at 20 s (one is answered then, but was waiting), 1 at 40 s
    assert curve.seconds.tolist() == [10, 20, 40]
    assert curve.gone == pytest.approx([1 / 5, 1 - 4 / 5 * 3 / 4, 1])


def test_patience_is_drawn_as_often_as_the_curve_says_and_beyond_it_never_ends():
    curve = PatienceCurve(np.array([10.0, 20.0]), np.array([0.25, 0.5]))

    drawn = curve.at(np.array([0.0, 0.25, 0.26, 0.5, 0.51, 0.99]))

    assert drawn.tolist() == [10, 10, 20, 20, np.inf, np.inf]


def test_patience_looks_at_calls_that_queued_before_the_day_alone():
    calls = calls_of(
        ("1999-05-31 10:00", "PS", False, 10.0, np.nan),
        ("1999-05-31 11:00", "PS", True, 30.0, 100.0),
        ("1999-06-01 10:00", "PS", False, 99.0, np.nan),
    )

    curves = patience_by_kind(calls, until=DAY)

    assert curves["PS"].seconds.tolist() == [10]
    assert curves["PS"].gone.tolist() == [0.5]


def test_handle_times_come_from_the_same_three_hours_while_there_are_thirty():
    many = [(f"1999-06-01 10:{minute:02}", "PS", True, 0.0, 100.0) for minute in range(30)]
    few = [(f"1999-06-01 16:{minute:02}", "PS", True, 0.0, 5000.0) for minute in range(29)]
    pools = HandlePools(calls_of(*many, *few))

    assert set(pools.of("PS", DAY, 3)) == {100.0}
    assert sorted(pools.of("PS", DAY, 5)) == [100.0] * 30 + [3600.0] * 29
    assert len(pools.of("PS", MONDAY, 3)) == 59
    with pytest.raises(ValueError, match="type NW"):
        pools.of("NW", DAY, 3)


def test_what_a_seed_draws_does_not_depend_on_the_other_seeds():
    rows = [(f"1999-06-01 10:{minute:02}", "PS", minute % 3 > 0, 5.0 * minute, 10.0 * minute) for minute in range(50)]
    calls = calls_of(*rows)
    drawing = {"pools": HandlePools(calls), "patience": patience_by_kind(calls, until=MONDAY)}

    both, second = (draw_day(calls, seeds=seeds, **drawing) for seeds in ([1, 2], [2]))

    assert np.array_equal(both.handle_seconds[:, 1], second.handle_seconds[:, 0])
    assert np.array_equal(both.patience_seconds[:, 1], second.patience_seconds[:, 0])
    assert not np.array_equal(both.handle_seconds[:, 0], both.handle_seconds[:, 1])
    assert both.arrivals[:2].tolist() == [36000, 36060]


def test_every_day_of_a_plan_is_replayed_with_its_own_people():
    plan, bank = two_days(agents=[1, 2])

    met = bank.replay(plan)

    assert met.in_time[:, 0].tolist() == [1, 2]
    assert (met.agent_hours, plan.promised) == (1.5, pytest.approx(0.9))


def test_a_day_with_other_people_is_served_anew():
    plan, bank = two_days(agents=[1, 2])

    assert bank.replay(plan).in_time.sum() == 3
    assert bank.replay(replace(plan, agents=np.array([2, 2]))).in_time.sum() == 4
    assert bank.replay(plan).in_time.sum() == 3


def test_equal_service_is_the_fewest_hours_that_reach_both_figures():
    dear, cheap = outcome(agents=5, in_time=[[19], [19]]), outcome(agents=4, in_time=[[19], [18]])
    cheapest = outcome(agents=3, in_time=[[20], [15]])

    assert least_hours([dear, cheap, cheapest]) is cheap
    assert least_hours([cheapest]) is None
    table = equal_service_table({"one": [dear], "other": [dear, cheap], "none": [cheapest]}).set_index("plan")
    assert table.loc["other", "hours_to_first"] == pytest.approx(-20.0)
    assert np.isnan(table.loc["none", "agent_hours"])


def test_further_targets_close_in_on_equal_service(monkeypatch: pytest.MonkeyPatch):
    def reaches_from_87_percent(_bank: Bank, _rule: Rule, *, target: float) -> Outcome:
        return outcome(agents=round(1000 * target), in_time=[[20], [20 if target >= 0.87 else 10]], target=target)

    monkeypatch.setattr("benchmarks.replay.try_target", reaches_from_87_percent)
    _, bank = two_days(agents=[1, 1])
    swept = [reaches_from_87_percent(bank, Rule("staff"), target=target) for target in (0.84, 0.86, 0.88, 0.90)]

    further = nearer_equal_service(bank, swept)

    assert [one.target for one in further] == [0.87, 0.865, 0.8675, 0.86875]
    assert least_hours([*swept, *further]) is further[0]
    assert nearer_equal_service(bank, swept[2:]) == []
    assert nearer_equal_service(bank, swept[:2]) == []


def test_promised_and_delivered_are_told_in_points():
    told = kept_promises(
        {"staff": [outcome(agents=5, in_time=[[19], [18]]), outcome(agents=5, in_time=[[1], [1]], target=0.8)]}
    )

    assert told.to_dict("records") == [
        {"plan": "staff", "target": 90.0, "promised": 90.0, "delivered": 92.5, "less_promised": 2.5, "less_target": 2.5}
    ]


def test_where_service_went_is_told_step_by_step_from_promise_to_replay():
    plan, bank = two_days(agents=[1, 2])
    met = bank.replay(plan)

    causes = Causes.of(plan, met, bank.days, patience_seconds=300.0)

    steps = causes.steps().set_index("known")["service_level"]
    assert steps["as promised"] == 90.0
    assert steps["replayed"] == pytest.approx(100 * met.service_level)
    # two calls of ten minutes came where one of a second was expected
    assert steps["expected calls, Erlang A"] > 99
    assert steps["and half-hour counts"] == steps["and day totals"] > steps["and handle times"] + 5


def test_calls_and_handle_times_that_were_expected_too_low_are_told_by_group():
    plan, bank = two_days(agents=[1, 2])

    table = Causes.of(plan, bank.replay(plan), bank.days, patience_seconds=300.0).by(plan.starts.strftime("%a"))

    assert table.loc["Tue", ["calls", "calls_off", "lost"]].tolist() == [2, -50.0, 1]
    assert table.loc["Wed", ["promised", "delivered", "agent_hours"]].tolist() == [100, 100, 1]
    assert table["handle_off"].tolist() == pytest.approx([-99.8, -99.8])


def test_a_rule_is_told_by_counts_engine_and_changes_of_the_goal():
    rule = Rule.named("weekdays/erlang_c/scope=week/floor=0.7")

    assert (rule.counts, rule.engine, rule.goal_changes) == ("weekdays", "erlang_c", {"scope": "week", "floor": 0.7})
    assert Rule.named("spreadsheet").engine == "pyworkforce"


def test_knowing_a_days_total_keeps_the_split_over_the_day_and_knowing_counts_gives_them():
    starts = half_hours("07:00", 2).tz_localize("Asia/Jerusalem")
    ours = forecast_of(starts, root_mean=[3.0, 4.0])
    came = pd.Series([30.0, 70.0], index=starts)

    known = as_if_known(ours, came)

    assert known["known_days"].mean.sum() == pytest.approx(100)
    assert known["known_days"].root_mean[1] / known["known_days"].root_mean[0] == pytest.approx(4 / 3)
    assert known["known_counts"].mean == pytest.approx([30, 70])


def test_without_the_log_the_benchmark_says_that_it_is_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    monkeypatch.setattr("benchmarks.replay.REAL_DATA", tmp_path)
    monkeypatch.setattr("sys.argv", ["replay"])

    main()

    assert capsys.readouterr().out == f"Anonymous Bank: skipped, there is no {tmp_path}\n"


def test_the_real_bank_is_read_as_it_was_logged(real_data: Path):
    calls = read_bank_calls(real_data)

    assert len(calls) == 236_248
    assert (~calls["is_answered"]).sum() == 40_001
    assert calls["handle_seconds"].max() == 30_278
    assert set(calls["kind"]) == {"PS", "NW", "NE", "TT", "IN", "PE"}


def half_hours(clock: str, count: int) -> pd.DatetimeIndex:
    return pd.date_range(f"{DAY} {clock}", periods=count, freq="30min")


def day_of(calls: list[tuple[str, float, float]], *, day: date = DAY) -> DrawnDay:
    """Clock time, handle seconds and patience of each call, under one seed."""
    clock, handle, patience = zip(*calls, strict=True)
    arrivals = pd.to_timedelta(list(clock)).total_seconds().to_numpy(np.float64)
    return DrawnDay(day, arrivals, *(np.array(column, dtype=np.float64)[:, None] for column in (handle, patience)))


def drawn_day(*, calls: int, seeds: int) -> DrawnDay:
    """Two hours from seven, busy enough that some wait and some hang up."""
    rng = np.random.default_rng(1)
    arrivals = np.sort(rng.uniform(7 * 3600, 9 * 3600, calls))
    return DrawnDay(DAY, arrivals, rng.exponential(130, (calls, seeds)), rng.exponential(300, (calls, seeds)))


def counted(
    *, offered: list[float], in_time: list[list[float]], short: list[list[float]] | None = None, agents: int = 1
) -> Replayed:
    nobody = np.zeros(np.shape(in_time))
    return Replayed(
        starts=half_hours("07:00", len(offered)),
        agents=np.full(len(offered), agents),
        offered=np.array(offered, dtype=np.float64),
        short=nobody if short is None else np.array(short, dtype=np.float64),
        in_time=np.array(in_time, dtype=np.float64),
        gone=nobody,
    )


def two_days(*, agents: list[int]) -> tuple[Plan, Bank]:
    """A half-hour on each of two days; two calls of ten minutes where one of a second was expected."""
    first = half_hours("07:00", 1)
    expected = {"contacts": np.ones(2), "handle_seconds": np.ones(2), "service_level": np.array([0.8, 1.0])}
    plan = Plan(first.append(first + pd.Timedelta(days=1)), agents=np.array(agents), **expected)
    calls = [("07:00:00", 600, np.inf), ("07:00:01", 600, np.inf)]
    days = [day_of(calls), day_of(calls, day=date(1999, 6, 2))]
    settings = anonymous_bank_calendar().settings
    return plan, Bank(Desk(folder=Path(), settings=settings), [], days, 300.0)


def outcome(*, agents: int, in_time: list[list[float]], target: float = 0.9) -> Outcome:
    met = counted(offered=[20, 20], in_time=in_time, agents=agents)
    plan = Plan(met.starts, met.agents, met.offered, np.full(2, 100.0), np.full(2, 0.9))
    return Outcome(Rule("staff"), target, plan, met)


def forecast_of(starts: pd.DatetimeIndex, *, root_mean: list[float]) -> Forecast:
    return Forecast(
        queue="support",
        channel="phone",
        interval_minutes=30,
        issued_at=starts[0],
        starts=starts,
        open_minutes=np.full(len(starts), 30.0),
        root_mean=np.array(root_mean),
        day_spread=np.full(len(starts), 0.1),
        root_spread=np.full(len(starts), 0.5),
        handle_seconds=np.full(len(starts), 180.0),
        handle_variation=1.0,
        model="two_stage",
    )


def calls_of(*rows: tuple[str, str, bool, float, float]) -> pd.DataFrame:
    """When, type, whether answered, waited, handle time."""
    calls = pd.DataFrame(rows, columns=["entered", "kind", "is_answered", "waited_seconds", "handle_seconds"])
    return calls.assign(entered=pd.to_datetime(calls["entered"]), queued=True)
