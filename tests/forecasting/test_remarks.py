from datetime import date

import pytest

from forecasting.remarks import (
    Language,
    days_set_aside,
    few_contacts,
    handle_time_assumed,
    little_history,
    stale_history,
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_remark_names_the_queue_and_what_it_is_about(language: Language):
    day = date(2026, 11, 2)

    sentences = {
        little_history(language, queue="support", days=12): "12",
        few_contacts(language, queue="support", contacts=3.25): "3.2",
        days_set_aside(language, queue="support", days=[day]): "2026-11-02",
        stale_history(language, queue="support", last=day, days=40): "40",
        handle_time_assumed(language, queue="support", seconds=420): "420",
    }

    assert len(sentences) == 5
    for sentence, figure in sentences.items():
        assert sentence.startswith("support")
        assert figure in sentence


def test_of_many_outlying_days_the_newest_five_are_named():
    days = [date(2026, 11, day) for day in range(2, 10)]

    sentence = days_set_aside("en", queue="support", days=days)

    assert "2026-11-05, 2026-11-06, 2026-11-07, 2026-11-08, 2026-11-09 and 3 more" in sentence
