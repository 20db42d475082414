"""Pages open in a browser, say their finding, and talk to nobody but their own server."""

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter
from urllib.request import Request, urlopen

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from plotly.utils import PlotlyJSONEncoder

from dashboards.app import create_app, page_content
from dashboards.desk_view import view_desk
from dashboards.look import current_look
from dashboards.pages import busy_hours, forecast, promise, replies, shifts
from dashboards.pages.one_more import change_text
from dashboards.pages.worth import worth_parts
from dashboards.server import guard, listen
from dashboards.texts import TEXTS, Words, factor_text, number_text
from data.errors import DeskError, TsunagariError
from tests.dashboards.conftest import serve_in_thread
from tests.dashboards.fixtures.sample_view import write_desk, write_full_desk

JAPANESE_LETTERS = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")

PAGES = [
    pytest.param("", r"の山は .+ 1時間に\d+件の見込み。必要配置 \d+人。", "forecast-days", id="forecast"),
    pytest.param("shifts", r"11/24\(火\) の technical は .+人時の不足", "shifts-people", id="shifts"),
    pytest.param("busy-hours", r"最も混むのは 月曜 10:00: 30分に平均\d+件", "busy-map", id="busy hours"),
    pytest.param("replies", r"未返信 4件: 期限超過 1件.+増えている用件: 初期不良", "replies-topics", id="replies"),
    pytest.param("promise", r"2026年11月 の technical は、3分以内の応答率 87\.4%", "promise-bars", id="promise"),
]


class Watched:
    """A page that remembers what it asked for and what went wrong."""

    def __init__(self, context: BrowserContext, *, width: int) -> None:
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(text)


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests, so that scripts are fetched once."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def wide(context: BrowserContext) -> Iterator[Watched]:
    watched = Watched(context, width=1280)
    yield watched
    watched.page.close()


@pytest.fixture
def narrow(context: BrowserContext) -> Iterator[Watched]:
    watched = Watched(context, width=390)
    yield watched
    watched.page.close()


@pytest.fixture
def guarded(full_desk: Path) -> FlaskClient:
    app = create_app(full_desk)
    guard(app, port=8050)
    return app.server.test_client()


def _picture(page: Page, name: str) -> None:
    expect(page.locator(f"#{name} .main-svg").first).to_be_attached()


def _overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


# ------------------------------------------------------------------------------------------------ in the browser
@pytest.mark.browser
@pytest.mark.parametrize(("path", "sentence", "picture"), PAGES)
def test_a_narrow_page_shows_finding_and_picture_without_errors_foreign_requests_or_overflow(
    narrow: Watched, pages_url: str, path: str, sentence: str, picture: str
) -> None:
    narrow.page.goto(pages_url + path)

    expect(narrow.page.locator(".finding")).to_have_text(re.compile(sentence))
    _picture(narrow.page, picture)
    assert narrow.errors == []
    assert [url for url in narrow.asked if not url.startswith((pages_url, "data:"))] == []
    assert _overflow(narrow.page) == 0


@pytest.mark.browser
def test_tabs_and_selects_work_from_the_keyboard(wide: Watched, pages_url: str) -> None:
    wide.page.goto(pages_url + "shifts")
    _picture(wide.page, "shifts-net")

    wide.page.locator("#shifts-queue").focus()
    wide.page.keyboard.press("Enter")
    expect(wide.page.get_by_role("option", name="billing(電話)")).to_be_visible()
    wide.page.keyboard.press("ArrowDown")
    expect(wide.page.locator("[role=option][data-combobox-selected]")).to_have_text("billing(電話)")
    wide.page.keyboard.press("Enter")

    expect(wide.page.locator(".finding")).to_contain_text("11/24(火) の billing は")
    assert _overflow(wide.page) == 0
    wide.page.get_by_role("link", name="混雑状況").press("Enter")
    expect(wide.page.locator(".finding")).to_contain_text("最も混むのは")
    assert wide.errors == []


@pytest.mark.browser
def test_pages_follow_the_browsers_theme_until_theme_and_language_are_switched(wide: Watched, pages_url: str) -> None:
    wide.page.emulate_media(color_scheme="dark")
    wide.page.goto(pages_url + "promise")
    picture = wide.page.locator("#promise-bars .main-svg").first
    expect(picture).to_have_css("background-color", "rgb(26, 33, 43)")

    wide.page.get_by_role("link", name="明").click()
    wide.page.get_by_role("link", name="English").click()
    expect(wide.page.locator("html[lang=en][data-theme=light]")).to_be_attached()
    wide.page.get_by_role("link", name="Reply deadlines").click()

    expect(wide.page.locator(".finding")).to_contain_text("4 open: 1 late, 1 due today")
    assert wide.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 246, 249)"
    assert wide.errors == []
    wide.page.context.clear_cookies()


@pytest.mark.browser
def test_the_map_switches_to_the_answer_rate_with_its_formula(wide: Watched, pages_url: str) -> None:
    wide.page.goto(pages_url + "busy-hours")
    _picture(wide.page, "busy-map")
    expect(wide.page.locator("#busy-map-title")).to_have_text("曜日 × 時間帯: 入電数")

    wide.page.get_by_text("応答率", exact=True).click()

    expect(wide.page.locator("#busy-map-title")).to_have_text("曜日 × 時間帯: 3分以内の応答率")
    expect(wide.page.locator("#busy-map-note")).to_contain_text("÷(入電数 − 5秒以内の短時間放棄)")


@pytest.mark.browser
def test_an_empty_desk_shows_what_to_do_on_every_page(wide: Watched, tmp_path: Path) -> None:
    for url in serve_in_thread(write_desk(tmp_path / "desk")):
        wide.page.goto(url)
        pages = {"予測": "import", "シフト": "plan --start", "返信期限": "import", "応答実績": "import"}
        for page, command in pages.items():
            wide.page.get_by_role("link", name=page).click()
            expect(wide.page.locator("[aria-current=page]")).to_have_text(page)
            expect(wide.page.locator(".notice")).to_contain_text(f"tsunagari {command}")
    assert wide.errors == []


# ------------------------------------------------------------------------------------------------ sentences
def test_an_unknown_path_names_the_pages_there_are(full_desk: Path) -> None:
    assert "/nowhere" in page_content(full_desk, "/nowhere").children


def test_a_snapshot_without_a_forecast_says_which_command_makes_one(full_desk: Path) -> None:
    view = view_desk(full_desk)

    with pytest.raises(TsunagariError, match="tsunagari forecast"):
        view.forecast("support")


def test_the_forecast_comes_back_with_its_effects_and_remarks(full_desk: Path) -> None:
    forecast = view_desk(full_desk).forecast("technical")

    assert {effect.name for effect in forecast.effects} >= {"level", "weekday", "billing_day", "after_closure"}
    [remark] = forecast.remarks
    assert remark.ja == "technical：通常と大きく異なる日を学習から除きました：2026-08-12。"
    assert remark.en == "technical: days far from the usual were left out of the estimate: 2026-08-12."
    assert str(forecast.starts.tz) == "Asia/Tokyo"


def test_no_page_is_built_without_a_desk(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"desk\.toml"):
        create_app(tmp_path)


@pytest.mark.parametrize(
    ("effect", "word"),
    [
        pytest.param("billing_day", "請求日", id="a known effect"),
        pytest.param("after_release", "リリース後", id="the days after a kind of event"),
        pytest.param("社内移転", "社内移転", id="a kind that the desk named itself"),
    ],
)
def test_effects_have_words(effect: str, word: str) -> None:
    assert Words("ja").effect(effect) == word


def test_numbers_carry_signs_and_units() -> None:
    assert [factor_text(factor) for factor in (1.2, 0.9, 1.0)] == ["▲×1.20", "▽×0.90", "×1.00"]
    waits, english = (0.2, 45, 180, 185), ["under 1 s", "45 s", "3 min", "3 min 05 s"]
    assert [Words("ja").seconds(seconds) for seconds in waits] == ["1秒未満", "45秒", "3分", "3分05秒"]
    assert [Words("en").seconds(seconds) for seconds in waits] == english
    assert [number_text(value) for value in (9.7, 9.0, 1234.0)] == ["9.7", "9", "1,234"]


def test_days_and_months_are_written_as_each_language_does() -> None:
    day = date(2026, 11, 24)

    assert (Words("ja").day(day), Words("en").day(day)) == ("11/24(火)", "Tue 24 Nov")
    assert (Words("ja").month("2026-11"), Words("en").month("2026-11")) == ("2026年11月", "Nov 2026")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    assert TEXTS["ja"].keys() == TEXTS["en"].keys()
    assert [key for key, text in TEXTS["en"].items() if not _places(text) <= _places(TEXTS["ja"][key]) | {"many"}] == []
    assert [key for key, text in TEXTS["en"].items() if JAPANESE_LETTERS.search(text)] == []


def _everything_shown(desk: Path) -> str:
    """Layouts and answers of all callbacks of all pages, for every queue."""
    view, day = view_desk(desk), date(2026, 11, 24)
    pages = (forecast, shifts, busy_hours, replies, promise)
    shown: list[object] = [page.layout(view) for page in pages]
    for queue in ("technical", "letters"):
        shown += [
            forecast._show_weeks(view, queue, day=None),
            forecast._show_day(view, queue, day),
            shifts._show_week(view, queue, week=date(2026, 11, 23), day=None),
            shifts._show_day(view, queue, day),
            *(busy_hours._show_map(view, queue, measure) for measure in ("offered", "answer_rate", "wait")),
            busy_hours._show_queue(view, queue),
            promise._show_months(view, queue),
        ]
    return json.dumps([*shown, replies._show_queue(view, "letters")], cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_an_english_page_of_an_english_desk_holds_no_japanese_letter(tmp_path: Path) -> None:
    desk = write_full_desk(tmp_path / "desk", language="en")

    text = _everything_shown(desk)

    assert sorted(set(JAPANESE_LETTERS.findall(text))) == []
    assert "Tue 24 Nov" in text


def test_a_japanese_page_speaks_of_calls_or_of_contacts_by_channel(full_desk: Path) -> None:
    view = view_desk(full_desk)

    calls, mails = busy_hours._show_map(view, "technical", "wait"), busy_hours._show_map(view, "letters", "wait")

    assert calls[2] == "曜日 × 時間帯: 待ち時間(80パーセンタイル、秒)"
    assert mails[2] == "曜日 × 時間帯: 受付件数"
    assert [each["value"] for each in mails[4]] == ["offered"]
    assert "入電" not in json.dumps(forecast._show_weeks(view, "letters", day=None), cls=PlotlyJSONEncoder)


def test_a_snapshot_of_an_older_make_says_what_is_missing(full_desk: Path) -> None:
    view = view_desk(full_desk)
    old = {name: table for name, table in view.tables.items() if name not in ("kept_promise", "open_contact")}
    older = replace(view, tables=old)

    with pytest.raises(TsunagariError, match="tsunagari run"):
        promise.layout(older)
    assert replies._show_queue(older, "letters")[0] == "増えている用件: 初期不良。"


def test_what_the_desk_notes_of_its_months_stands_beside_and_a_wrong_table_is_told(tmp_path: Path) -> None:
    desk = write_full_desk(tmp_path / "desk")
    notes = desk / "outcomes.csv"
    notes.write_text("month,retained,csat\n2026-10,0.97,4.4\n", encoding="utf-8")

    shown = json.dumps(promise._show_months(view_desk(desk), "technical"), cls=PlotlyJSONEncoder, ensure_ascii=False)

    assert "継続率" in shown
    assert "4.4" in shown
    notes.write_text("month,csat\nOctober,4.4\n", encoding="utf-8")
    with pytest.raises(TsunagariError, match=r"outcomes\.csv"):
        promise._show_months(view_desk(desk), "technical")


def test_what_the_plan_is_expected_to_give_is_told_for_calls_by_half_hour(full_desk: Path) -> None:
    view, day = view_desk(full_desk), date(2026, 11, 24)

    told, rows = worth_parts(view, "technical", day=day)
    closed, none = worth_parts(view, "technical", day=date(2026, 11, 23))

    assert re.search(r"1日で \d+\.\d%（目標 90\.0%）.+最も低いのは \d+:\d\d の \d", told)
    assert "10:00" in str(rows)
    assert (closed, none) == ("この日の必要人数か計画がないため計算できません。", None)
    assert worth_parts(view, "letters", day=day)[1] is None


def test_one_more_person_is_told_for_calls_and_refused_in_words_for_mails(full_desk: Path) -> None:
    view, day = view_desk(full_desk), date(2026, 11, 24)

    told = change_text(view, "technical", day=day, minutes=(600, 660))
    closed = change_text(view, "technical", day=date(2026, 11, 23), minutes=(600, 660))
    backwards = change_text(view, "technical", day=day, minutes=(660, 600))
    mails = change_text(view, "letters", day=day, minutes=(600, 660))

    assert "1人増やすと" in told
    assert closed == "この日の必要人数か計画がないため計算できません。"
    assert backwards == "終了は開始より後を選んでください。"
    assert mails.startswith("メールなどは期限までに")


def test_one_more_person_is_told_from_the_waits_of_the_log_and_without_them_on_an_older_snapshot(
    full_desk: Path,
) -> None:
    older, asked = view_desk(full_desk), {"day": date(2026, 11, 24), "minutes": (600, 660)}
    often = float(older.counts("technical")["offered"].sum())
    waits = pd.DataFrame({"queue": "technical", "seconds": [20, 60], "abandoned": often // 4, "stayed": often // 2})
    view = replace(older, tables={**older.tables, "wait_count": waits})

    told, before = (change_text(one, "technical", **asked) for one in (view, older))

    assert "平均131秒待つと離れる" in told
    assert "1人増やすと" in before
    assert "平均131秒" not in before


@pytest.mark.parametrize(
    ("asked", "cookies", "language", "theme"),
    [
        pytest.param("/", "", "ja", "light", id="the desk's language, light"),
        pytest.param("/?lang=en&theme=dark", "", "en", "dark", id="asked for"),
        pytest.param("/", "tsunagari_language=en; tsunagari_theme=dark", "en", "dark", id="remembered"),
        pytest.param("/", "tsunagari_prefers=dark", "ja", "dark", id="what the browser prefers"),
        pytest.param("/?theme=auto", "tsunagari_theme=dark; tsunagari_prefers=light", "ja", "light", id="auto again"),
        pytest.param("/?lang=xx&theme=<b>", "tsunagari_language=fr", "ja", "light", id="nonsense"),
    ],
)
def test_the_look_is_asked_for_or_remembered(asked: str, cookies: str, language: str, theme: str) -> None:
    headers = {"Cookie": cookies} if cookies else {}

    with Flask(__name__).test_request_context(asked, headers=headers):
        look = current_look("ja")

    assert (look.words.language, look.palette.theme) == (language, theme)


def test_only_known_looks_are_kept_in_the_browser(guarded: FlaskClient) -> None:
    host = {"Host": "localhost:8050"}

    kept = guarded.get("/?lang=en&theme=dark", headers=host).headers.getlist("Set-Cookie")
    nonsense = guarded.get("/?lang=%0d%0aX&theme=purple", headers=host).headers.getlist("Set-Cookie")

    assert [each.split(";")[0] for each in kept] == ["tsunagari_language=en", "tsunagari_theme=dark"]
    assert all("HttpOnly" in each and "SameSite=Strict" in each for each in kept)
    assert nonsense == []


def _ask(desk: Path, *, queue: str, day: str) -> str:
    """What the server answers when a browser asks for a day of the forecast."""
    app = create_app(desk)
    names = ("forecast-half-hours.figure", "forecast-day-title.children", "forecast-day-note.children",
             "forecast-day-table.children")  # fmt: skip
    outputs = [dict(zip(("id", "property"), name.split("."), strict=True)) for name in names]
    inputs = [("forecast-queue", queue), ("forecast-day", day)]
    request = {
        "output": f"..{'...'.join(names)}..",
        "outputs": outputs,
        "inputs": [{"id": name, "property": "value", "value": value} for name, value in inputs],
        "changedPropIds": ["forecast-day.value"],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=request)
    assert answer.status_code == 200
    return json.dumps(answer.get_json(), ensure_ascii=False)


def test_a_queue_that_no_desk_has_is_answered_with_a_sentence(full_desk: Path) -> None:
    assert "窓口「forged」の予測がまだありません" in _ask(full_desk, queue="forged", day="2026-11-24")


def test_a_mistake_of_ours_is_told_in_a_sentence_and_logged(full_desk: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert "表示できませんでした" in _ask(full_desk, queue="technical", day="yesterday")
    assert "Invalid isoformat string" in caplog.text


def test_a_day_that_the_forecast_does_not_hold_gives_its_first_day(full_desk: Path) -> None:
    assert "11/24(火) の時間帯" in _ask(full_desk, queue="technical", day="2026-11-22")


# ------------------------------------------------------------------------------------------------ the server
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_an_address_that_others_reach_is_refused_until_there_is_sign_in(full_desk: Path, host: str) -> None:
    with pytest.raises(DeskError, match="no sign-in yet") as refused:
        listen(full_desk, host=host, port=0)

    assert host in str(refused.value)


def test_a_taken_port_is_told_with_a_way_out(full_desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(TsunagariError, match=f"port {port} .* --port"):
            listen(full_desk, host="127.0.0.1", port=port)


def test_a_foreign_host_header_is_refused(guarded: FlaskClient) -> None:
    for host in ("evil.example", "evil.example:8050", "127.0.0.1:9999", "localhost"):
        assert guarded.get("/", headers={"Host": host}).status_code == 400
    for host in ("127.0.0.1:8050", "localhost:8050", "[::1]:8050"):
        assert guarded.get("/", headers={"Host": host}).status_code == 200


def test_every_answer_carries_the_security_headers(guarded: FlaskClient) -> None:
    headers = guarded.get("/", headers={"Host": "localhost:8050"}).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_first_page_names_no_other_server(guarded: FlaskClient) -> None:
    text = guarded.get("/", headers={"Host": "localhost:8050"}).get_data(as_text=True)

    assert '<html lang="ja" data-theme="auto">' in text
    assert "http://" not in text
    assert "https://" not in text


def test_neither_debug_nor_mcp_is_there(full_desk: Path, guarded: FlaskClient) -> None:
    app = create_app(full_desk)

    assert not app.server.debug
    assert not any("mcp" in rule.rule for rule in app.server.url_map.iter_rules())
    assert guarded.post("/_mcp", headers={"Host": "localhost:8050"}).status_code in (404, 405)


def test_a_body_beyond_a_megabyte_is_refused_before_it_is_read(guarded: FlaskClient) -> None:
    answer = guarded.post(
        "/_dash-update-component",
        data=b"x" * 1_000_001,
        content_type="application/json",
        headers={"Host": "localhost:8050"},
    )

    assert answer.status_code == 413


def test_a_script_that_the_browser_has_is_not_sent_again(guarded: FlaskClient) -> None:
    script = "/_dash-component-suites/plotly/package_data/plotly.min.js"
    guarded.get("/", headers={"Host": "localhost:8050"})

    first = guarded.get(script, headers={"Host": "localhost:8050"})
    again = guarded.get(script, headers={"Host": "localhost:8050", "If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b"")


def test_the_server_is_healthy(pages_url: str) -> None:
    with urlopen(Request(pages_url + "healthz")) as answer:
        assert answer.status == 200
        assert answer.read() == b"OK"
