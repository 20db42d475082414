"""Overridden days stand apart on the pages: marked, with the model's own figure, the note and who says so."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboards.desk_view import DeskView, view_desk
from dashboards.look import Look
from dashboards.override_notes import OverrideNotes
from dashboards.pages import forecast as forecast_page
from dashboards.pages import promise as promise_page
from dashboards.texts import Language, Words
from dashboards.weeks_ahead import day_bands
from data.kept_override import COLUMNS
from data.override import Override
from data.records import Records
from forecasting.forecast import Forecast, NamedEffect
from forecasting.forecast_table import effect_rows, forecast_rows
from tests.dashboards.fixtures.sample_view import LOG_UNTIL, write_full_desk

TUESDAY = date(2026, 11, 24)
WORDS = Words("ja")


def _overridden(forecast: Forecast, *, factor: float) -> Forecast:
    """Tuesday as an override of the whole day makes it."""
    factors = np.where(forecast.dates == pd.Timestamp(TUESDAY), factor, 1.0)
    return replace(
        forecast,
        root_mean=forecast.root_mean * np.sqrt(factors),
        root_spread=forecast.root_spread * np.sqrt(factors),
        override_factor=factors,
        effects=(*forecast.effects, NamedEffect(pd.Timestamp(TUESDAY), "override", factor)),
    )


@pytest.fixture
def view(tmp_path: Path) -> DeskView:
    """A desk whose forecast knows the first two overrides; the second was removed since, and a third was made."""
    folder = write_full_desk(tmp_path / "desk")
    view = view_desk(folder)
    tv = Override("technical", TUESDAY, TUESDAY, author="佐藤", note="<b>テレビ</b>", factor=1.3)
    with Records.open(view.desk) as records:
        for told in (tv, replace(tv, first_minute=600, last_minute=720), tv, replace(tv, queue="billing")):
            records.keep_override(told, now=LOG_UNTIL)
        records.remove_override(2, now=LOG_UNTIL)
    changed = _overridden(view.forecast("technical"), factor=1.03)
    others = view.tables["issued_forecast"].query("queue != 'technical'")
    tables = {
        "issued_forecast": pd.concat([forecast_rows(changed), others]),
        "issued_effect": effect_rows(changed),
        "issued_override": pd.DataFrame({"queue": "technical", "issued_at": LOG_UNTIL, "number": [1, 2]}),
        "kept_override": pd.DataFrame([("technical", "phone", pd.Timestamp("2026-11-20"), 330.0, 320.0, 250.0,
                                        0.03, 0.24, True)], columns=list(COLUMNS)),
    }  # fmt: skip
    return replace(view, tables={**view.tables, **tables})


def _told(shown: object) -> str:
    return json.dumps(shown, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_a_day_carries_what_the_model_alone_expects_where_somebody_changed_it(view: DeskView) -> None:
    days = {each.day: each for each in day_bands(view.forecast("technical"))}

    assert days[TUESDAY].mean_without_override == pytest.approx(days[TUESDAY].mean / 1.03)
    assert days[TUESDAY].marked[0].name == "override"
    assert {each.mean_without_override for day, each in days.items() if day != TUESDAY} == {None}


def test_the_notes_are_those_within_the_forecast_and_tell_what_the_next_one_takes_up(view: DeskView) -> None:
    notes = OverrideNotes.of(view, "technical")

    assert [one.number for one in notes.of_day(TUESDAY)] == [1, 2]
    assert notes.of_day(date(2026, 11, 25)) == []
    assert notes.pending == (2, 3)
    assert OverrideNotes.of(view, "billing").pending == (4,)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("ja", ("手修正 ▲×1.03", "モデルのみでは", "<b>テレビ</b>(佐藤)", "取り消し済み",
                "手修正 2、3 の入力・取り消しは", "◇はその日のモデルのみの見込み")),
        ("en", ("override ▲×1.03", "model alone: ", "<b>テレビ</b> (佐藤)", "Removed since", "(override 2, 3)",
                "◇ is what the model alone expects")),
    ],
)  # fmt: skip
def test_the_forecast_page_marks_overridden_days_with_note_and_author(
    view: DeskView, language: Language, texts: tuple[str, ...]
) -> None:
    seen = replace(view, look=Look(words=Words(language)))

    told = _told(forecast_page._show_weeks(seen, "technical", day=None))

    assert [text for text in texts if text not in told] == []
    assert '"symbol": "diamond-open"' in told
    assert "decided-note" in told


def test_a_queue_that_nobody_overrode_shows_no_trace_of_overrides(view: DeskView) -> None:
    told = _told(forecast_page._show_weeks(view, "letters", day=None))

    assert "手修正" not in told
    assert "diamond-open" not in told


def test_the_promise_page_scores_overridden_days_beside_the_model(view: DeskView) -> None:
    told = _told(promise_page._show_months(view, "technical"))

    assert "手修正した1日のうち1日は、モデルのみの予測より実績に近くなりました" in told
    assert all(text in told for text in ("11/20(金)", "3.0%", "24.0%"))
    assert promise_page.overrides_card(view.rows("kept_override", "billing"), WORDS, channel="phone") is None
    assert promise_page.overrides_card(None, WORDS, channel="phone") is None


def test_a_snapshot_from_before_there_were_overrides_has_no_notes(tmp_path: Path) -> None:
    view = view_desk(write_full_desk(tmp_path / "desk"))

    assert OverrideNotes.of(view, "technical") == OverrideNotes()
