"""Sample desks keep what is promised of them."""

import numpy as np

from benchmarks.forecasting.desks import read_measured_desk
from benchmarks.sample_promises import PATIENCE_SECONDS, forecast_of, required, row_of, simulated


def test_a_sample_desk_keeps_what_is_promised_of_it() -> None:
    row = row_of("sample_business_it", courses=40)

    assert abs(float(str(row["promised"])) - float(str(row["kept"]))) < 0.02
    assert float(str(row["error_by_contacts"])) < 0.05


def test_fewer_people_than_required_keep_less() -> None:
    desk = read_measured_desk("sample_business_it")
    assert desk is not None
    forecast, patience = forecast_of(desk), PATIENCE_SECONDS["sample_business_it"]
    requirement = required(forecast, desk, patience_seconds=patience)
    fewer = required(forecast, desk, patience_seconds=patience)
    fewer.agents[:] = np.maximum(fewer.agents - 1, 1)

    kept, less = (
        simulated(one, forecast, patience_seconds=patience, courses=20).answered_in_threshold.sum()
        for one in (requirement, fewer)
    )

    assert less < 0.95 * kept
