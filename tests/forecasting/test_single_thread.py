import numpy as np
import pytest

from forecasting import single_thread
from forecasting.single_thread import product


@pytest.mark.parametrize("most", [1, 7, 200, 2**18], ids=["single terms", "few terms", "some pieces", "one piece"])
@pytest.mark.parametrize(
    ("rows", "inner", "columns"),
    [(3, 40, 3), (4, 4, 50), (5, 30, 1), (1, 30, 6), (30, 2, 1), (3, 5, 0), (0, 4, 2), (2, 0, 3)],
    ids=["long", "wide", "vector", "row", "short vector", "no columns", "no rows", "nothing in between"],
)
def test_a_product_in_pieces_is_the_product(
    monkeypatch: pytest.MonkeyPatch, rows: int, inner: int, columns: int, most: int
):
    monkeypatch.setattr(single_thread, "_MULTIPLICATIONS", most)
    monkeypatch.setattr(single_thread, "_OF_A_VECTOR", most)
    rng = np.random.default_rng(5)
    left, right = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))

    assert product(left, right) == pytest.approx(left @ right, abs=1e-12)
    assert product(left, right).shape == (rows, columns)
