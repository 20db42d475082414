"""The seam between the queues and whatever runs them."""

import os
from datetime import date, timedelta
from functools import partial

import numpy as np
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.errors import NothingToDo
from forecasting.each_queue import for_each
from forecasting.forecast_contacts import forecast_contacts
from tests.forecasting.histories import hosting_history


def process_of(number: int) -> tuple[int, int]:
    return number, os.getpid()


def refuse_the_third(number: int) -> int:
    if number == 3:
        raise NothingToDo("queue {queue} has no counted contacts before {as_of}", queue="sales", as_of="noon")
    return number


def test_the_order_stays_and_the_work_is_shared_by_processes():
    made = for_each(process_of, list(range(12)), processes=2)

    assert [number for number, _ in made] == list(range(12))
    assert os.getpid() not in {process for _, process in made}


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
