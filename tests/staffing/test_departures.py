"""Contacts leave a queue when it is done with them, and none is lost or made on the way."""

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing.departures import Moment, departures
from staffing.offered_load import HandleTimes
from staffing.simulation.drawn_seconds import LogNormal

STARTS, SECONDS = np.array([0.0, 1000.0, 3000.0]), np.array([500.0, 700.0, 300.0])
CONTACTS = np.array([[100.0, 50.0, 200.0], [1.0, 0.0, 0.0]])
HANDLE = HandleTimes(np.array([300.0, 400.0, 200.0]), 1.3)
EDGES = np.array([200.0, 600.0, 1200.0, 1800.0, 3100.0, 3600.0])


def _drawn(moment: Moment, *, count: int = 200_000) -> NDArray[np.float64]:
    """The same contacts, one by one."""
    rng, found = np.random.default_rng(1), np.zeros(len(EDGES) + 1)
    for span, mean in enumerate(HANDLE.mean_seconds):
        lasts = LogNormal(mean, variation=HANDLE.variation).draw(rng, (count,))
        asked = STARTS[span] + SECONDS[span] * rng.random(count)
        left = asked + lasts * (rng.random(count) if moment == "within" else 1.0)
        found += (
            np.bincount(np.searchsorted(EDGES, left, side="right"), minlength=len(found)) * CONTACTS[0, span] / count
        )
    return found


@pytest.mark.parametrize("moment", ["end", "within"])
def test_contacts_leave_as_often_as_when_they_are_drawn_one_by_one(moment: Moment) -> None:
    found = departures(STARTS, SECONDS, contacts=CONTACTS, handle=HANDLE, edges=EDGES, moment=moment)

    np.testing.assert_allclose(found[0], _drawn(moment), atol=0.5)


@pytest.mark.parametrize("moment", ["end", "within"])
def test_every_contact_leaves_once(moment: Moment) -> None:
    found = departures(STARTS, SECONDS, contacts=CONTACTS, handle=HANDLE, edges=EDGES, moment=moment)

    np.testing.assert_allclose(found.sum(axis=1), CONTACTS.sum(axis=1))
    assert np.all(found >= 0)


def test_of_equally_long_contacts_each_leaves_as_much_later() -> None:
    handle = HandleTimes(np.array([600.0]), 0.0)

    found = departures(
        np.array([0.0]), np.array([600.0]), contacts=np.array([[60.0]]), handle=handle, edges=np.array([600.0, 900.0])
    )

    np.testing.assert_allclose(found, [[0.0, 30.0, 30.0]], atol=0.1)


def test_advice_is_asked_for_earlier_than_contacts_end() -> None:
    ends, within = (
        departures(STARTS, SECONDS, contacts=CONTACTS, handle=HANDLE, edges=EDGES, moment=moment)[0].cumsum()
        for moment in ("end", "within")
    )

    assert np.all(within[:-1] > ends[:-1])
