"""The Kaplan-Meier curve of patience: one computed by hand, statsmodels', and logs in which nobody or all hang up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from statsmodels.duration.survfunc import SurvfuncRight

from staffing.patience_curve import LEAST_AT_RISK, PatienceCurve, kaplan_meier


def _counted(rows: list[tuple[int, int, int]]) -> pd.DataFrame:
    """Seconds, hung up after them, stayed so long and did not."""
    return pd.DataFrame(rows, columns=["seconds", "abandoned", "stayed"], dtype=np.int64)


def _drawn(size: int, *, patience_seconds: float = 200.0, answer_seconds: float = 90.0) -> pd.DataFrame:
    """Waits cut short by an answer, in whole seconds, one row each."""
    clock = np.random.default_rng(5)
    patience, answer = clock.exponential(patience_seconds, size), clock.exponential(answer_seconds, size)
    gone = patience < answer
    seconds = np.ceil(np.minimum(patience, answer)).astype(np.int64)
    return pd.DataFrame({"seconds": seconds, "abandoned": gone.astype(np.int64), "stayed": (~gone).astype(np.int64)})


def test_a_curve_that_was_computed_by_hand() -> None:
    curve = kaplan_meier(_counted([(0, 0, 9), (10, 1, 2), (20, 0, 1), (30, 2, 1), (40, 0, 3)]))

    assert curve.seconds.tolist() == [10, 30]
    assert curve.at_risk.tolist() == [10, 6], "nobody who was answered at once; who is answered at 30 s was there then"
    assert curve.still_waiting == pytest.approx([9 / 10, 9 / 10 * 4 / 6])
    assert (curve.waits, curve.hang_ups) == (10, 3)


def test_the_curve_is_that_of_statsmodels() -> None:
    waits = _drawn(500)

    curve = kaplan_meier(waits)

    theirs = SurvfuncRight(waits["seconds"].to_numpy(), waits["abandoned"].to_numpy())
    some = theirs.n_events > 0
    np.testing.assert_array_equal(curve.seconds, theirs.surv_times[some])
    np.testing.assert_array_equal(curve.at_risk, theirs.n_risk[some])
    np.testing.assert_allclose(curve.still_waiting, theirs.surv_prob[some], rtol=1e-12)


def test_the_tail_begins_where_fewer_than_thirty_are_still_waiting() -> None:
    waits = _counted([(10, 1, 0), (60, 0, 5), (90, 1, LEAST_AT_RISK - 1), (120, 1, LEAST_AT_RISK - 3), (300, 1, 1)])

    curve = kaplan_meier(waits)

    assert curve.known_until == 120
    assert curve.share_after([90, 119]) == pytest.approx(65 / 66 * 59 / 60)
    assert np.isnan(curve.share_after(121))
    assert curve.share_after([0, 9.9]).tolist() == [1, 1]


def test_where_all_were_answered_everybody_still_waits() -> None:
    curve = kaplan_meier(_counted([(10, 0, 50), (60, 0, 50)]))

    assert (curve.hang_ups, curve.waits, curve.known_until) == (0, 100, 60)
    assert curve.share_after([10, 60]).tolist() == [1, 1]
    assert curve.mean_before_answers(180) == np.inf


def test_of_one_contact_the_curve_is_told_but_known_nowhere() -> None:
    curve = kaplan_meier(_counted([(42, 1, 0)]))

    assert (curve.seconds.tolist(), curve.still_waiting.tolist()) == ([42], [0])
    assert curve.known_until == 0
    assert np.isnan(curve.share_after(42))


def test_where_all_hung_up_the_curve_is_the_share_that_had_not_yet() -> None:
    seconds = np.arange(1, 101)

    curve = kaplan_meier(_counted([(int(second), 1, 0) for second in seconds]))

    np.testing.assert_allclose(curve.still_waiting, 1 - seconds / 100, atol=1e-12)
    assert curve.known_until == 71


def test_without_a_wait_nothing_is_known() -> None:
    curve = kaplan_meier(_counted([(0, 0, 1000)]))

    assert (curve.waits, curve.hang_ups, curve.known_until) == (0, 0, 0)
    assert curve.share_after(0) == 1


@pytest.mark.parametrize("answer_seconds", [30.0, 90.0, 300.0])
def test_an_exponential_patience_keeps_its_mean_however_soon_answers_come(answer_seconds: float) -> None:
    curve = kaplan_meier(_drawn(60_000, answer_seconds=answer_seconds))

    assert curve.mean_before_answers(180) == pytest.approx(200, rel=0.05)


def test_the_mean_is_the_integral_that_it_says() -> None:
    curve = kaplan_meier(_counted([(30, 20, 10), (100, 30, 0), (150, 0, 40)]))

    waited, _ = quad(lambda second: float(curve.share_after(second)) * np.exp(-second / 60), 0, 150, points=[30, 100])
    gone = 0.2 * np.exp(-30 / 60) + 0.8 * 3 / 7 * np.exp(-100 / 60)

    assert curve.mean_before_answers(60) == pytest.approx(waited / gone, rel=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"seconds": np.array([30.0, 10.0])}, id="seconds that fall"),
        pytest.param({"seconds": np.array([0.0, 10.0])}, id="a hang-up before any wait"),
        pytest.param({"still_waiting": np.array([0.5, 0.6])}, id="a share that rises"),
        pytest.param({"still_waiting": np.array([0.5, -0.1])}, id="a share below nought"),
        pytest.param({"hung_up": np.array([1.0, 0.0])}, id="a second at which nobody hung up"),
        pytest.param({"hung_up": np.array([11.0, 1.0])}, id="more hang-ups than customers"),
        pytest.param({"waits": 3}, id="fewer waits than customers at risk"),
        pytest.param({"at_risk": np.array([10.0])}, id="columns of two lengths"),
        pytest.param({"known_until": np.inf}, id="an endless known part"),
    ],
)
def test_a_curve_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    curve = kaplan_meier(_counted([(10, 1, 2), (30, 2, 5)]))
    assert isinstance(curve, PatienceCurve)

    with pytest.raises(ValueError, match="patience: "):
        replace(curve, **change)  # type: ignore[arg-type]
