import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboards.messages import messages_in
from forecasting.better_than import (
    Comparison,
    chance_of_difference,
    compare_models,
    comparison_table,
    interval_of_ratio,
    overlapping_origins,
    sentences,
    small_sample_factor,
    table_text,
)

WEEKLY = {"step_days": 7, "horizon_days": 28}


def scores_of(errors: dict[str, Sequence[float]], *, queue: str = "support") -> pd.DataFrame:
    """Scores of one band of 200 contacts an origin, weekly, with these shares of error by model."""
    first = pd.Timestamp("2026-01-05", tz="Asia/Tokyo")
    rows = [
        (queue, first + pd.Timedelta(weeks=week), "1", model, 200.0, share, share / 2)
        for model, shares in errors.items()
        for week, share in enumerate(shares)
    ]
    return pd.DataFrame(rows, columns=["queue", "origin", "horizon_band", "model", "contacts", "wape", "ncrps"])


def hand_p(ours: np.ndarray, theirs: np.ndarray, *, overlap: int) -> float:
    """Diebold and Mariano with Bartlett weights, then Harvey, Leybourne and Newbold, term by term."""
    lead = ours - theirs
    count, off = len(lead), lead - lead.mean()
    variance = sum(each**2 for each in off)
    for lag in range(1, overlap):
        variance += 2 * (1 - lag / overlap) * sum(off[at] * off[at - lag] for at in range(lag, count))
    statistic = lead.mean() / math.sqrt(variance / count**2)
    shrunk = statistic * math.sqrt((count + 1 - 2 * overlap + overlap * (overlap - 1) / count) / count)
    return float(2 * stats.t.sf(abs(shrunk), count - 1))


@pytest.mark.parametrize("overlap", [1, 2, 4], ids=["apart", "two in a row", "four in a row"])
def test_the_test_is_the_published_formula(overlap: int):
    rng = np.random.default_rng(3)
    ours, theirs = rng.uniform(20, 40, 14), rng.uniform(22, 42, 14)

    p = chance_of_difference(ours, theirs, overlap=overlap)

    assert p == pytest.approx(hand_p(ours, theirs, overlap=overlap))


def test_models_that_err_alike_at_every_origin_are_not_told_apart():
    errors = np.linspace(10, 30, 12)

    assert chance_of_difference(errors, errors.copy(), overlap=4) == 1.0


def test_the_ratio_is_that_of_all_errors_weighted_by_contacts():
    scores = scores_of({"ours": [0.1, 0.3], "theirs": [0.2, 0.2]})
    scores["contacts"] = [100.0, 300.0, 100.0, 300.0]

    [wape, ncrps] = compare_models(scores, **WEEKLY)

    assert wape.ratio == pytest.approx((100 * 0.1 + 300 * 0.3) / (400 * 0.2))
    assert ncrps.ratio == pytest.approx(wape.ratio)


def test_a_model_that_always_errs_less_is_better_and_the_sentence_says_by_how_much():
    rng = np.random.default_rng(5)
    theirs = rng.uniform(0.18, 0.22, 16)
    ours = theirs * rng.uniform(0.8, 0.9, 16)

    compared = compare_models(scores_of({"ours": ours, "theirs": theirs}), **WEEKLY)

    [told] = sentences(compared)
    assert compared[0].low is not None
    assert compared[0].high is not None
    assert compared[0].low < compared[0].ratio < compared[0].high < 1
    assert str(told).startswith("support: ours errs 0.85 times as much as theirs (0.8")
    assert str(told).endswith("; p < 0.01)")


def test_a_difference_that_changes_sides_may_be_chance():
    rng = np.random.default_rng(7)
    scores = scores_of({"ours": rng.uniform(0.15, 0.25, 16), "theirs": rng.uniform(0.15, 0.25, 16)})

    [told] = sentences(compare_models(scores, **WEEKLY))

    assert str(told).endswith("which may be chance")


def test_few_origins_are_called_few_and_get_neither_interval_nor_p_value():
    compared = compare_models(scores_of({"ours": [0.1] * 11, "theirs": [0.2] * 11}), **WEEKLY)

    assert {(one.low, one.high, one.p, one.needed) for one in compared} == {(None, None, None, 12)}
    assert "on 11 origins, too few to tell that from chance; it takes 12" in str(sentences(compared)[0])


def test_eight_origins_do_where_no_horizons_overlap():
    rng = np.random.default_rng(9)
    scores = scores_of({"ours": rng.uniform(0.1, 0.2, 8), "theirs": rng.uniform(0.1, 0.2, 8)})

    [wape, _] = compare_models(scores, step_days=7, horizon_days=7)

    assert wape.p is not None
    assert wape.needed == 8


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says():
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(200):
        ours, theirs = rng.uniform(10, 20, (2, 20))
        low, high = interval_of_ratio(ours, theirs, overlap=1, seed=0)
        held += low <= 1 <= high

    assert 0.9 <= held / 200 <= 0.99


def test_the_same_seed_gives_the_same_interval():
    errors = np.random.default_rng(13).uniform(10, 20, (2, 16))

    assert interval_of_ratio(*errors, overlap=4, seed=1) == interval_of_ratio(*errors, overlap=4, seed=1)
    assert interval_of_ratio(*errors, overlap=4, seed=1) != interval_of_ratio(*errors, overlap=4, seed=2)


def test_errors_that_go_together_make_a_narrow_interval_and_overlap_a_wide_one():
    rng = np.random.default_rng(15)
    hard = np.repeat(rng.uniform(10, 40, 6), 4)
    alike = hard * rng.uniform(0.85, 0.95, 24)
    lasting = hard * np.repeat(rng.uniform(0.8, 1.0, 6), 4)

    def width(ours: np.ndarray, overlap: int) -> float:
        low, high = interval_of_ratio(ours, hard, overlap=overlap, seed=0)
        return high - low

    assert width(alike, 1) < 0.06
    assert width(lasting, 4) > 1.5 * width(lasting, 1)


@pytest.mark.parametrize(
    ("step", "horizon", "overlap"),
    [
        pytest.param(7, 28, 4, id="four weeks, weekly"),
        pytest.param(10, 28, 3, id="not quite three steps"),
        pytest.param(1, 28, 28, id="daily"),
        pytest.param(28, 28, 1, id="end to end"),
        pytest.param(50, 28, 1, id="apart"),
    ],
)
def test_the_overlap_is_how_many_origins_share_a_day_ahead(step: int, horizon: int, overlap: int):
    assert overlapping_origins(step_days=step, horizon_days=horizon) == overlap


def test_the_small_sample_factor_is_the_published_one():
    assert small_sample_factor(16, overlap=1) == pytest.approx(math.sqrt(15 / 16))
    assert small_sample_factor(16, overlap=4) == pytest.approx(math.sqrt((16 + 1 - 8 + 12 / 16) / 16))


def test_origins_that_one_model_lacks_are_not_compared_and_bands_without_contacts_count_nothing():
    scores = scores_of({"ours": [0.1, 0.1, 0.9], "theirs": [0.2, 0.2]})
    silent = scores.assign(horizon_band="2-5", contacts=0.0, wape=np.nan, ncrps=np.nan)

    [wape, _] = compare_models(pd.concat([scores, silent]), **WEEKLY)

    assert wape.origins == 2
    assert wape.ratio == pytest.approx(0.5)


def test_queues_are_compared_each_for_itself_and_a_model_without_error_is_not():
    scores = pd.concat(
        [
            scores_of({"ours": [0.1] * 3, "theirs": [0.2] * 3, "oracle": [0.0] * 3}, queue="billing"),
            scores_of({"ours": [0.3] * 3, "theirs": [0.2] * 3}, queue="technical"),
        ]
    )

    table = comparison_table(compare_models(scores, **WEEKLY))

    assert table[["queue", "than", "measure"]].to_numpy().tolist() == [
        ["billing", "theirs", "wape"], ["billing", "theirs", "ncrps"],
        ["technical", "theirs", "wape"], ["technical", "theirs", "ncrps"],
    ]  # fmt: skip
    assert table["ratio"].tolist() == pytest.approx([0.5, 0.5, 1.5, 1.5])


def test_the_sentence_is_said_in_japanese():
    compared = Comparison("窓口", "two_stage", "mean_of_weekdays", "wape", 0.88, 0.84, 0.93, 0.004, 12, 12)

    assert compared.sentence.said(messages_in("ja")) == (
        "窓口：two_stage の誤差は mean_of_weekdays の0.88倍です（95%区間 0.84〜0.93、p < 0.01）。"
    )


@pytest.mark.parametrize(("ratio", "p"), [(-0.1, 0.5), (math.nan, 0.5), (0.9, 1.5)])
def test_a_comparison_that_cannot_be_is_refused(ratio: float, p: float):
    with pytest.raises(ValueError, match="ours beside theirs"):
        Comparison("support", "ours", "theirs", "wape", ratio, 0.5, 1.0, p, 12, 12)


def test_an_interval_without_its_p_value_is_refused():
    with pytest.raises(ValueError, match="known together"):
        Comparison("support", "ours", "theirs", "wape", 0.9, 0.8, 1.0, None, 12, 12)


def test_the_table_tells_a_small_p_as_small_and_what_is_unknown_with_a_dash():
    sure = Comparison("support", "ours", "theirs", "wape", 0.876, 0.8, 0.95, 0.0002, 16, 12)
    few = Comparison("support", "ours", "others", "ncrps", 1.1, None, None, None, 3, 12)

    _, first, second = table_text([sure, few]).splitlines()

    assert first.split() == ["support", "ours", "theirs", "wape", "0.88", "0.80", "0.95", "<0.001", "16"]
    assert second.split() == ["support", "ours", "others", "ncrps", "1.10", "-", "-", "-", "3"]
