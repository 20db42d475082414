"""What the published folder holds, and above all what it does not."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from dashboards import publish
from dashboards.best_times import BestTimes, OtherChannel, Reason
from dashboards.publish import public_values, publish_widget
from dashboards.wait_levels import Level
from dashboards.widget_queues import ReplyTimes
from dashboards.widget_words import reply_in_words, wait_in_words, widget_file, widget_texts
from data.channel import Channel
from data.desk import DeskSettings, QueueSettings
from data.events import Event
from data.override import KeptOverride, Override
from data.reply_deadline import BusinessDays, BusinessHours, ReplyDeadline
from data.service_goal import ServiceGoal
from forecasting.forecast import NamedEffect
from forecasting.remarks import override_applied
from tests.dashboards.widget_desk import (
    NOW,
    answered_of,
    best_times_of,
    forecast_of,
    two_live_times,
    written_settings,
)

FILES = {"index.html", "page.css", "icon.svg", "tsunagari-widget.js", "best-times.json"}
HOSTILE = '"><script>alert(1)</script> & </noscript>'

CLOCK = re.compile(r"([01]\d|2[0-4]):[0-5]\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@pytest.fixture
def best_times(weekday_settings: DeskSettings) -> BestTimes:
    announced = Event("release", "秘密の名前", date(2026, 11, 26), date(2026, 11, 26), "", None, date(2026, 1, 1),
                      date(2026, 11, 1))  # fmt: skip
    other = weekday_settings.widget.model_copy(update={"other_channels": ("mail", "chat", "faq")})
    settings = weekday_settings
    queues = (*settings.queue, QueueSettings(name="letters", channel="mail"))
    hours = settings.hours | {"mail": settings.hours["phone"]}
    settings = settings.model_copy(update={"widget": other, "queue": queues, "hours": hours})
    return best_times_of(settings, events=[announced], answered=answered_of("letters"))


def one_of(*allowed: object) -> Any:
    return lambda value: value in allowed and type(value) in {type(each) for each in allowed}


def like(pattern: re.Pattern[str]) -> Any:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def each(rule: Any, *, most: int) -> Any:
    return lambda value: isinstance(value, list) and len(value) <= most and all(rule(item) for item in value)


def keys(rules: dict[str, Any]) -> Any:
    return lambda value: value.keys() == rules.keys() and all(rule(value[name]) for name, rule in rules.items())


def is_public(values: dict[str, Any], *, desk: str, zone: str, level_ends: list[float]) -> bool:
    """Whether best-times.json holds levels, hours, dates and keys of fixed texts, and nothing else."""
    span = each(like(CLOCK), most=2)
    day = keys(
        {
            "date": like(DAY),
            "levels": each(one_of(*get_args(Level)), most=96),
            "best": each(span, most=3),
            "reasons": each(one_of(*get_args(Reason)), most=5),
        }
    )
    channel = {
        "status": one_of("written") if values.get("status") == "written" else one_of("ok", "thin"),
        "hours": each(each(span, most=10), most=7),
        "closedDays": each(like(DAY), most=14),
        "times": each(like(CLOCK), most=96),
        "days": each(day, most=14),
        "channels": each(one_of(*get_args(Channel)), most=4),
        "otherChannels": each(one_of(*get_args(OtherChannel)), most=6),
    }
    rules = {
        **channel,
        "format": one_of(1),
        "desk": one_of(desk),
        "language": one_of("ja", "en"),
        "zone": one_of(zone),
        "updated": like(INSTANT),
        "intervalMinutes": one_of(15, 30, 60),
        "levelEnds": lambda value: value == level_ends,
    }
    for unit in {"replyDays", "replyHours"} & set(values):
        rules[unit] = lambda value: keys(dict.fromkeys(set(value) & {"mail", "form"}, one_of(*range(61))))(value)
    if "more" in values:
        rules["more"] = each(keys(channel), most=2)
    if values["status"] == "written":
        if "replyWithinHours" in values:
            rules["replyWithinHours"] = one_of(*range(1, 61))
        rules |= {"replyWithinDays": one_of(*range(31)), "replyLatestDays": one_of(*range(61))}
        rules |= {"times": each(like(CLOCK), most=0), "days": each(day, most=0)}
    return bool(keys(rules)(values))


def test_the_published_values_are_levels_hours_dates_and_listed_keys_only(
    best_times: BestTimes, tmp_path: Path
) -> None:
    publish_widget(best_times, tmp_path)

    values = json.loads((tmp_path / "best-times.json").read_text(encoding="utf-8"))
    assert is_public(values, desk="試験デスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])
    assert any(day["reasons"] == ["new_service"] for day in values["days"])


def test_every_live_channel_is_published_under_the_same_rules() -> None:
    values = json.loads(json.dumps(public_values(two_live_times())))

    assert is_public(values, desk="チャットデスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])
    assert [values["channels"], values["more"][0]["channels"]] == [["chat"], ["phone"]]
    assert values["more"][0]["days"][1]["levels"] != values["days"][1]["levels"]


def test_business_hours_to_a_reply_are_published_in_place_of_days_beside_live_channels() -> None:
    values = json.loads(json.dumps(public_values(two_live_times(ServiceGoal(deadline_business_hours=4)))))

    assert is_public(values, desk="チャットデスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])
    assert values["replyHours"] == {"mail": 4}
    assert "replyDays" not in values


@pytest.mark.parametrize(
    "smuggle",
    [
        pytest.param(lambda values: values.update(contacts=321), id="a count beside the rest"),
        pytest.param(lambda values: values["days"][0].update(agents=[3]), id="people in a day"),
        pytest.param(lambda values: values["days"][0]["levels"].append(17), id="a count among the levels"),
        pytest.param(lambda values: values["days"][0]["reasons"].append("障害対応中"), id="free text as a reason"),
        pytest.param(lambda values: values["otherChannels"].append("support"), id="a queue's name as a channel"),
        pytest.param(lambda values: values["days"].extend(values["days"]), id="more than 14 days"),
        pytest.param(lambda values: values["replyDays"].update(letters=1), id="a queue's name beside a promise"),
        pytest.param(lambda values: values["replyDays"].update(mail=0.93), id="a share as a promise"),
        pytest.param(
            lambda values: values.update(more=[{"channels": ["chat"], "waiting": 3}]), id="a count by channel"
        ),
    ],
)
def test_the_whitelist_notices_what_must_not_be_public(best_times: BestTimes, smuggle: Any) -> None:
    values = json.loads(json.dumps(public_values(best_times)))

    smuggle(values)

    assert not is_public(values, desk="試験デスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])


class TextOfPage(HTMLParser):
    """The words of a page, and the tags that were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words += [word.strip() for word in data.splitlines() if word.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def fixed_words(texts: dict[str, Any]) -> list[str]:
    """Every fixed text, longest first, with patterns cut at their gaps."""
    found: list[str] = []
    for value in texts.values():
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        found += [part for text in inside for part in re.split(r"\{\w+\}", text) if part.strip()]
    return sorted(found, key=len, reverse=True)


def test_the_page_says_nothing_but_fixed_words_dates_and_hours(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(best_times, tmp_path)

    left = " ".join(TextOfPage((tmp_path / "index.html").read_text(encoding="utf-8")).words)
    for known in (
        r"\d{1,2}月\d{1,2}日\([月火水木金土日]\)",
        r"\d\d:\d\d",
        "30秒未満|1分以内|1〜3分|3分以上",
        "1営業日以内に返信",
    ):
        left = re.sub(known, " ", left)
    for words in (best_times.desk, *fixed_words(widget_texts()["ja"])):
        left = left.replace(words, " ")
    assert set(left) <= set(" ()〜:、-"), left


def test_no_published_file_names_a_queue_a_person_or_an_event(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(best_times, tmp_path)

    everything = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    for secret in ("support", "秘密の名前", "scheduled", "offered", "contacts"):
        assert secret not in everything, secret


def test_an_override_moves_levels_but_neither_its_note_nor_its_author_is_ever_published(
    weekday_settings: DeskSettings, tmp_path: Path
) -> None:
    told = Override("support", NOW.date(), NOW.date(), author="山本花子", note="極秘のテレビ放映", factor=3.0)
    forecast, kept = forecast_of(weekday_settings), KeptOverride(4711, told, NOW)
    factor = np.where(forecast.dates == pd.Timestamp(NOW.date()), 3.0, 1.0)
    changed = replace(
        forecast,
        root_mean=forecast.root_mean * np.sqrt(factor),
        override_factor=factor,
        overrides=(kept.number,),
        effects=(NamedEffect(pd.Timestamp(NOW.date()), "override", 3.0),),
        remarks=(override_applied(queue=lambda _: "support", kept=kept, without=600.0, contacts=1800.0),),
    )

    usual, overridden = (best_times_of(weekday_settings, forecasts=[one]) for one in (forecast, changed))
    publish_widget(overridden, tmp_path)

    values = json.loads((tmp_path / "best-times.json").read_text(encoding="utf-8"))
    assert is_public(values, desk="試験デスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])
    assert overridden.days[0].levels != usual.days[0].levels
    everything = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    for secret in ("山本花子", "極秘のテレビ放映", "override", "手修正", "4711"):
        assert secret not in everything, secret


def test_the_folder_holds_the_five_files_readable_by_a_web_server(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(best_times, tmp_path / "deep" / "site")

    files = list((tmp_path / "deep" / "site").iterdir())
    assert {path.name for path in files} == FILES
    assert {path.stat().st_mode & 0o777 for path in files} == {0o644}


def test_publishing_again_replaces_our_files_and_leaves_others_alone(best_times: BestTimes, tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("mine", encoding="utf-8")
    publish_widget(best_times, tmp_path)

    publish_widget(replace(best_times, desk="新しい名前"), tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == FILES | {"robots.txt"}
    assert (tmp_path / "robots.txt").read_text(encoding="utf-8") == "mine"
    assert "新しい名前" in (tmp_path / "best-times.json").read_text(encoding="utf-8")


def test_a_failed_write_leaves_the_old_file_whole_and_nothing_beside_it(
    best_times: BestTimes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_widget(best_times, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full_disk(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(publish.os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        publish_widget(replace(best_times, desk="別"), tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_hostile_desk_name_stays_text_in_the_page(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(replace(best_times, desk=HOSTILE), tmp_path)

    page = TextOfPage((tmp_path / "index.html").read_text(encoding="utf-8"))
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert scripts == [{"type": "module", "src": "tsunagari-widget.js"}]
    assert HOSTILE in page.words


def test_the_page_has_a_table_with_headers_for_readers_without_script(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(best_times, tmp_path)

    tags = TextOfPage((tmp_path / "index.html").read_text(encoding="utf-8")).tags
    scopes = [attributes["scope"] for tag, attributes in tags if tag == "th"]
    assert scopes.count("col") == len(best_times.minutes) + 2
    assert scopes.count("row") == len(best_times.days)
    assert "noscript" in [tag for tag, _ in tags]


def test_a_thin_desk_publishes_hours_and_a_sentence_but_no_table(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(replace(best_times, days=()), tmp_path)

    page = TextOfPage((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "データが少ないため表示していません" in page.words
    assert "table" not in [tag for tag, _ in page.tags]
    assert json.loads((tmp_path / "best-times.json").read_text(encoding="utf-8"))["status"] == "thin"


def test_the_script_carries_texts_and_styles_and_parses_no_markup(best_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(best_times, tmp_path)

    script = (tmp_path / "tsunagari-widget.js").read_text(encoding="utf-8")
    assert "const TEXTS = {};" not in script
    assert 'const STYLES = "";' not in script
    assert "本日のおすすめ時間帯" in script
    for parser in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("):
        assert parser not in script


def test_both_languages_have_every_text_and_the_script_asks_for_no_other() -> None:
    ja, en = widget_texts()["ja"], widget_texts()["en"]
    asked = re.findall(r"say\(\"(\w+)\"", widget_file("words.js") + widget_file("tsunagari-widget.js"))

    assert ja.keys() == en.keys()
    for group in ("levels", "signs", "reasons", "channels", "zones"):
        assert ja[group].keys() == en[group].keys()
    assert set(asked) <= ja.keys()
    assert set(ja["levels"]) == set(get_args(Level))
    assert set(ja["reasons"]) == set(get_args(Reason))
    assert set(ja["channels"]) == {*get_args(OtherChannel), *get_args(Channel)}


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        pytest.param((30, 60, 180), ["30秒未満", "1分以内", "1〜3分", "3分以上"], id="as the glossary says it"),
        pytest.param((20, 45, 90), ["20秒未満", "45秒以内", "45〜90秒", "90秒以上"], id="seconds throughout"),
        pytest.param((30, 90, 300), ["30秒未満", "90秒以内", "90秒〜5分", "5分以上"], id="seconds to minutes"),
    ],
)
def test_waits_are_said_with_the_desks_own_ends(ends: tuple[float, float, float], words: list[str]) -> None:
    levels: tuple[Level, ...] = ("easy", "fairly_easy", "busy", "very_busy")

    assert [wait_in_words(level, ends, widget_texts()["ja"]) for level in levels] == words
    assert wait_in_words("closed", ends, widget_texts()["ja"]) == ""


@pytest.fixture
def written() -> BestTimes:
    return best_times_of(written_settings(), now=NOW, forecasts=())


def test_a_desk_that_is_only_written_to_publishes_hours_and_days_to_a_reply_and_no_measured_number(
    written: BestTimes, tmp_path: Path
) -> None:
    publish_widget(written, tmp_path)

    values = json.loads((tmp_path / "best-times.json").read_text(encoding="utf-8"))
    assert is_public(values, desk="書面デスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])
    assert (values["status"], values["replyWithinDays"], values["replyLatestDays"]) == ("written", 2, 3)
    assert (values["channels"], values["otherChannels"]) == (["mail", "form"], ["faq"])
    assert values["hours"][0] == [["09:00", "18:00"]]


def test_a_desk_that_replies_within_business_hours_publishes_them_and_the_days_in_which_they_are_over(
    tmp_path: Path,
) -> None:
    goal = {"deadline_business_hours": 4, "deadline_latest_days": 2}
    queues = [{"name": name, "channel": name, "goal": goal} for name in ("mail", "form")]
    found = best_times_of(written_settings(queue=queues), now=NOW, forecasts=())

    publish_widget(found, tmp_path)

    values = json.loads((tmp_path / "best-times.json").read_text(encoding="utf-8"))
    assert is_public(values, desk="書面デスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])
    assert (values["replyWithinHours"], values["replyWithinDays"], values["replyLatestDays"]) == (4, 2, 2)
    page = TextOfPage((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "返信は通常、営業時間で4時間以内(最長2営業日)" in page.words


@pytest.mark.parametrize(
    "smuggle",
    [
        pytest.param({"replyWithinHours": 3.7}, id="measured hours to a reply"),
        pytest.param({"replyWithinDays": 1.7}, id="a measured time to reply"),
        pytest.param({"replyWithinDays": True}, id="no number"),
        pytest.param({"openContacts": 12}, id="a backlog"),
        pytest.param({"channels": ["support"]}, id="a queue's name"),
        pytest.param({"times": ["09:00"]}, id="a grid"),
    ],
)
def test_the_whitelist_of_a_written_desk_notices_what_must_not_be_public(
    written: BestTimes, smuggle: dict[str, Any]
) -> None:
    values = json.loads(json.dumps(public_values(written))) | smuggle

    assert not is_public(values, desk="書面デスク", zone="Asia/Tokyo", level_ends=[30, 60, 180])


def test_the_page_of_a_written_desk_says_when_the_reply_comes_and_shows_no_grid(
    written: BestTimes, tmp_path: Path
) -> None:
    publish_widget(written, tmp_path)

    page = TextOfPage((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "お問い合わせの返信" in page.words
    assert "返信は通常2営業日以内(最長3営業日)" in page.words
    assert "お問い合わせ方法: メール、お問い合わせフォーム" in page.words
    assert "table" not in [tag for tag, _ in page.tags]


@pytest.mark.parametrize(
    ("within", "latest", "ja", "en"),
    [
        pytest.param(BusinessDays(1), 2, "返信は通常1営業日以内(最長2営業日)",
                     "We usually reply within 1 business day (at the latest 2)", id="one"),
        pytest.param(BusinessDays(2), 3, "返信は通常2営業日以内(最長3営業日)",
                     "We usually reply within 2 business days (at the latest 3)", id="more"),
        pytest.param(BusinessDays(0), 1, "返信は通常当日中(最長1営業日)",
                     "We usually reply on the same business day (at the latest within 1 business day)", id="today"),
        pytest.param(BusinessDays(3), 3, "返信は通常3営業日以内", "We usually reply within 3 business days",
                     id="no later one"),
        pytest.param(BusinessHours(4), 2, "返信は通常、営業時間で4時間以内(最長2営業日)",
                     "We usually reply within 4 business hours (at the latest within 2 business days)", id="hours"),
        pytest.param(BusinessHours(1), 1, "返信は通常、営業時間で1時間以内(最長1営業日)",
                     "We usually reply within 1 business hour (at the latest within 1 business day)", id="an hour"),
    ],
)  # fmt: skip
def test_the_time_to_a_reply_is_said_in_both_languages(within: ReplyDeadline, latest: int, ja: str, en: str) -> None:
    texts = widget_texts()

    assert reply_in_words(ReplyTimes(within, latest), texts["ja"]) == ja
    assert reply_in_words(ReplyTimes(within, latest), texts["en"]) == en
