"""The seam between the queues and whatever runs them."""

import os
import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import numpy as np
import pytest
from joblib import parallel_config

from data.calendar import Calendar
from data.desk import DeskSettings
from data.errors import NothingToDo
from forecasting.each_queue import for_each
from forecasting.forecast_contacts import forecast_contacts
from tests.forecasting.histories import hosting_history


def process_of(number: int) -> tuple[int, int]:
    return number, os.getpid()


def len_of(read: list[int], _: int) -> int:
    return len(read)


class Counting:
    """Work that remembers how often it was done in its process."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _: int) -> tuple[int, int]:
        self.calls += 1
        return os.getpid(), self.calls


def refuse_the_third(number: int) -> int:
    if number == 3:
        raise NothingToDo("queue {queue} has no counted contacts before {as_of}", queue="sales", as_of="noon")
    return number


def test_the_order_stays_and_the_work_is_shared_by_processes():
    made = for_each(process_of, list(range(12)), processes=2)

    processes = {process for _, process in made}
    assert [number for number, _ in made] == list(range(12))
    assert len(processes) == 2
    assert os.getpid() in processes


def test_what_is_given_is_read_while_the_others_work():
    read: list[int] = []

    def reading() -> Iterator[int]:
        for number in range(6):
            read.append(number)
            yield number

    read_before = for_each(partial(len_of, read), reading(), count=6, processes=1)

    assert read_before == [1, 2, 3, 4, 5, 6]
    assert for_each(process_of, reading(), count=6, processes=2)[5][0] == 5


def test_what_all_share_reaches_a_process_once():
    calls = for_each(Counting(), list(range(10)), processes=2)

    others = [count for process, count in calls if process != os.getpid()]
    assert others == list(range(1, len(others) + 1))
    assert others


def test_a_registered_backend_takes_the_place_of_processes():
    with parallel_config(backend="threading"):
        made = for_each(process_of, list(range(12)), processes=2)

    assert made == [(number, os.getpid()) for number in range(12)]


def test_a_calendar_is_sent_without_what_it_remembers(weekday_settings: DeskSettings):
    calendar = Calendar(weekday_settings)
    fresh = pickle.dumps(calendar)
    calendar.open_intervals("phone", date(2024, 1, 1), date(2026, 3, 20))

    sent = pickle.dumps(calendar)

    assert len(sent) == len(fresh)
    assert pickle.loads(sent).settings == calendar.settings
    assert pickle.loads(sent).is_open("phone", date(2026, 3, 20)) == calendar.is_open("phone", date(2026, 3, 20))


def test_few_queues_stay_in_this_process():
    assert {process for _, process in for_each(process_of, list(range(5)))} == {os.getpid()}


def test_nothing_to_do_is_no_work():
    assert for_each(process_of, []) == []


@pytest.mark.parametrize("processes", [1, 2])
def test_a_refusal_comes_out_as_it_was_said(processes: int):
    with pytest.raises(NothingToDo) as refused:
        for_each(refuse_the_third, list(range(6)), processes=processes)

    assert str(refused.value) == "queue sales has no counted contacts before noon"
    assert refused.value.message.values == {"queue": "sales", "as_of": "noon"}


def test_forecasts_do_not_depend_on_how_many_processes_make_them(weekday_settings: DeskSettings):
    calendar = Calendar(weekday_settings)
    last = date(2026, 3, 20)
    pasts = [hosting_history(calendar, first=date(2025, 12, 1), last=last, seed=seed) for seed in range(3)]
    ahead = {"first_day": last + timedelta(days=1), "last_day": last + timedelta(days=7)}
    work = partial(forecast_contacts, calendar=calendar, **ahead)

    alone, shared = (for_each(work, pasts, processes=processes) for processes in (1, 2))

    for one, other in zip(alone, shared, strict=True):
        np.testing.assert_array_equal(one.quantiles(), other.quantiles())
        assert (one.effects, one.remarks) == (other.effects, other.remarks)
