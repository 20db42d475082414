from datetime import date

import pandas as pd
import pytest

from data.desk import QueueSettings
from data.remark import Remark
from forecasting.forecast_queues import remarks_from_rows
from forecasting.remarks import (
    borrowed_shape,
    coarse_grain,
    days_set_aside,
    few_contacts,
    handle_time_assumed,
    little_history,
    stale_history,
)

_LABELS = {"support": {"ja": "サポート窓口", "en": "Support desk"}, "sales": {"ja": "営業", "en": "Sales"}}
SUPPORT, SALES = (QueueSettings(name=name, label=label).title for name, label in _LABELS.items())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_remark_calls_the_queue_by_its_label_and_says_what_it_is_about(language: str):
    day = date(2026, 11, 2)

    remarks = {
        little_history(queue=SUPPORT, days=12): "12",
        few_contacts(queue=SUPPORT, contacts=3.25): "3.2",
        days_set_aside(queue=SUPPORT, days=[day]): "2026-11-02",
        stale_history(queue=SUPPORT, last=day, days=40): "40",
        handle_time_assumed(queue=SUPPORT, seconds=420): "420",
        coarse_grain(queue=SUPPORT, bands=["09:00-13:00", "13:00-17:00"]): "09:00-13:00",
        borrowed_shape(queue=SUPPORT, lender=SALES, is_new=True): SALES(language),
    }

    assert len(remarks) == 7
    for remark, figure in remarks.items():
        assert remark.said(language).startswith(SUPPORT(language))
        assert figure in remark.said(language)


def test_of_many_outlying_days_the_newest_five_are_named():
    days = [date(2026, 11, day) for day in range(2, 10)]

    remark = days_set_aside(queue=SUPPORT, days=days)

    assert "2026-11-05, 2026-11-06, 2026-11-07, 2026-11-08, 2026-11-09 and 3 more" in remark.en
    assert "2026-11-08、2026-11-09 ほか3日" in remark.ja


def test_a_remark_kept_before_there_were_translations_is_shown_as_it_is():
    older = pd.DataFrame({"remark": ["短い"]})
    newer = pd.DataFrame({"remark": ["短い", "長い"], "remark_en": [None, "long"]})

    assert remarks_from_rows(older) == (Remark("短い", "短い"),)
    assert remarks_from_rows(newer) == (Remark("短い", "短い"), Remark("長い", "long"))
