"""The widget in a browser, under the strictest content policy that it is meant for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page

from dashboards.best_times import BestTimes
from dashboards.publish import publish_widget
from data.desk import DeskSettings
from data.service_goal import ServiceGoal
from tests.dashboards.widget_desk import best_times_of, past_of, two_live_times, written_settings

pytestmark = pytest.mark.browser

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> & <b>太字</b>"
MORNING = "2026-11-24T10:35:00+09:00"  # Tuesday; found at 9:00 of that day


# The least contrast (WCAG 2.2) of any text with the nearest ground behind it, its words, and the frame's ground.
WEAKEST_CONTRAST = """() => {
  const root = document.querySelector("tsunagari-widget").shadowRoot;
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = parts(colour).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return parts(colour)[3] === 0 ? groundOf(node.parentElement) : colour;
  };
  const all = [...root.querySelectorAll("*")].filter((node) => node.children.length === 0 && node.textContent.trim());
  const paper = getComputedStyle(root.querySelector(".frame")).backgroundColor;
  const rated = all.map((node) => {
    const [low, high] = [light(getComputedStyle(node).color), light(groundOf(node))].sort((a, b) => a - b);
    return [(high + 0.05) / (low + 0.05), node.textContent, paper];
  });
  return rated.sort((a, b) => a[0] - b[0])[0];
}"""


class StrictHandler(SimpleHTTPRequestHandler):
    """Serves a folder with the content policy, quietly."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StrictHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


Show = Callable[..., Page]


@pytest.fixture(scope="module")
def desk_times() -> BestTimes:
    """A weekday desk's two weeks, found once for all tests here."""
    return best_times_of(
        DeskSettings.model_validate(
            {
                "format": 1,
                "name": "試験デスク",
                "time_zone": "Asia/Tokyo",
                "hours": {"phone": {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}},
                "queue": [{"name": "support"}],
                "widget": {"other_channels": ["mail", "chat"]},
            }
        )
    )


@pytest.fixture
def show(chromium: Browser, tmp_path: Path) -> Iterator[Show]:
    """Publishes, serves and opens the widget at an instant; fails on any error the browser reports."""
    problems: list[str] = []
    pages: list[Page] = []
    with served(tmp_path) as url:

        def open_page(best_times: BestTimes, *, at: str = MORNING, width: int = 1024, zone: str = "Asia/Tokyo") -> Page:
            publish_widget(best_times, tmp_path)
            page = chromium.new_page(viewport={"width": width, "height": 800}, timezone_id=zone)
            pages.append(page)
            page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.clock.set_fixed_time(at)
            page.goto(url)
            page.locator("tsunagari-widget .facts").wait_for()
            return page

        yield open_page
        for page in pages:
            page.close()
    assert problems == []


def texts(found: Locator) -> list[str]:
    return [text.strip() for text in found.all_inner_texts()]


def test_the_best_times_of_today_come_first_with_sign_and_word(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times)

    first = page.locator(".frame > section").first
    assert "本日のおすすめ時間帯" in first.inner_text()
    spans = [f"{w.first_minute // 60}:00〜{w.end_minute // 60}:00" for w in desk_times.days[0].best]
    assert texts(first.locator(".window .span")) == spans
    assert set(texts(first.locator(".window .sign"))) == {"◎"}
    assert set(texts(first.locator(".window .text"))) == {"つながりやすい"}
    assert first.locator(".window").last.bounding_box()["y"] < 400  # type: ignore[index]


def test_now_is_the_desks_even_in_a_browser_far_away(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times, zone="America/New_York")

    assert "いま(10:35)" in page.locator(".now").inner_text()
    assert page.locator("thead th.is-today").inner_text().split("\n")[:2] == ["本日", "11月24日(火)"]
    assert page.locator("td.is-now").count() == 1


def test_at_a_busy_time_the_other_channels_are_named(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times)

    assert "混雑" in page.locator(".now .chip").inner_text()
    assert "メール、チャット" in page.locator(".others").inner_text()


def test_calm_hours_to_come_do_not_send_callers_elsewhere(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times, at="2026-11-24T15:05:00+09:00")

    assert page.locator(".today .others").count() == 0
    assert page.locator(".week .others").count() == 1  # for the busy hours of the days to come


def test_windows_that_are_over_are_not_recommended(show: Show, desk_times: BestTimes) -> None:
    last = desk_times.days[0].best[-1]

    page = show(desk_times, at=f"2026-11-24T{last.first_minute // 60}:10:00+09:00")

    assert page.locator(".today .window").count() == 1
    assert "いまおすすめ" in page.locator(".today .window").inner_text()


@pytest.mark.parametrize(
    ("at", "message", "next_day"),
    [
        pytest.param("2026-11-24T18:30:00+09:00", "本日の受付は終了しました", "11月25日(水)", id="in the evening"),
        pytest.param("2026-11-25T00:00:30+09:00", "受付開始は 10:00 です", None, id="past midnight"),
        pytest.param("2026-11-29T12:00:00+09:00", "本日は受付時間外です", "11月30日(月)", id="on Sunday"),
    ],
)
def test_outside_opening_hours_the_next_chance_is_named(
    show: Show, desk_times: BestTimes, at: str, message: str, next_day: str | None
) -> None:
    page = show(desk_times, at=at)

    today = page.locator(".today").inner_text()
    assert message in today
    assert texts(page.locator(".today .next")) == ([f"次のおすすめ {next_day}"] if next_day else [])
    assert page.locator(".today .window").count() >= 2


def test_hours_closed_days_update_and_disclaimer_are_always_said(show: Show, desk_times: BestTimes) -> None:
    page = show(replace(desk_times, closed_days=(desk_times.days[3].date,)))

    facts = page.locator(".facts").inner_text()
    for said in ("月〜金 10:00〜18:00", "土〜日 休み", "11月27日(金)", "11月24日(火) 09:00 (日本時間)",
                 "過去の実績にもとづく予測です。実際の状況とは異なる場合があります"):  # fmt: skip
        assert said in facts


@pytest.mark.parametrize(
    ("at", "notice", "grids"),
    [
        pytest.param("2026-11-25T20:59:00+09:00", [], 1, id="just under 36 hours: no word"),
        pytest.param("2026-11-25T21:01:00+09:00", ["更新から時間がたっています"], 1, id="over 36 hours: a warning"),
        pytest.param("2026-12-01T08:59:00+09:00", ["更新から時間がたっています"], 1, id="nearly seven days"),
        pytest.param("2026-12-01T09:01:00+09:00", ["更新が7日以上ない"], 0, id="over seven days: no forecast"),
        pytest.param("2027-03-01T09:01:00+09:00", ["更新が7日以上ない"], 0, id="long forgotten"),
    ],
)
def test_old_data_warn_then_hide_the_forecast_but_not_hours_and_channels(
    show: Show, desk_times: BestTimes, at: str, notice: list[str], grids: int
) -> None:
    page = show(desk_times, at=at)

    assert [text[: len(notice[0])] for text in texts(page.locator(".notice"))] == notice
    assert page.locator("table").count() == grids
    assert "月〜金 10:00〜18:00" in page.locator(".facts").inner_text()
    assert grids or "メール、チャット" in page.locator(".others").inner_text()


def test_a_thin_desk_says_so_and_keeps_its_hours(show: Show, weekday_settings: DeskSettings) -> None:
    page = show(best_times_of(weekday_settings, history=past_of(weekday_settings, lambda start: 0.1)))

    assert texts(page.locator(".notice")) == ["データが少ないため表示していません"]
    assert page.locator("table").count() == 0
    assert "月〜金 10:00〜18:00" in page.locator(".facts").inner_text()


def test_the_table_names_each_row_and_column_and_each_cell_says_its_level(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times)

    assert page.locator("thead th[scope=col]").count() == 8
    assert page.locator("tbody th[scope=row]").count() == len(desk_times.minutes)
    assert page.locator("caption").count() == 1
    signs = {"easy": "◎", "fairly_easy": "○", "busy": "△", "very_busy": "×"}
    shown = page.locator("tbody td:nth-child(3) .sign").all_text_contents()  # Wednesday, beside the times and today
    assert shown == [signs[level] for level in desk_times.days[1].levels]


def test_the_legend_says_the_waits(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times)

    legend = page.locator(".legend").inner_text()
    for said in (
        "お待ち時間の目安",
        "つながりやすい 30秒未満",
        "比較的つながりやすい 1分以内",
        "やや混雑 1〜3分",
        "混雑 3分以上",
    ):
        assert said in legend


@pytest.mark.parametrize("width", [1024, 390, 320])
def test_nothing_is_cut_off_at_any_width(show: Show, desk_times: BestTimes, width: int) -> None:
    page = show(desk_times, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    cut = page.locator("tbody td:visible .text").evaluate_all(
        "words => words.filter(word => word.getBoundingClientRect().width > 2"
        " && word.scrollWidth > word.parentElement.clientWidth).length"
    )
    assert cut == 0


def test_on_a_phone_the_keyboard_picks_a_day_and_keeps_its_place(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times, width=390)
    assert texts(page.locator("thead th:visible .day")) == ["11月24日(火)"]

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert texts(page.locator("thead th:visible .day")) == ["11月25日(水)"]
    assert page.locator(".days button[aria-pressed=true]").inner_text().split()[:2] == ["水", "25"]
    assert page.evaluate("document.querySelector('tsunagari-widget').shadowRoot.activeElement.dataset.key") == "day-1"


def test_the_second_week_is_one_press_away(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times)

    page.get_by_role("button", name="次の7日間").press("Enter")

    assert texts(page.locator("thead th .day"))[0] == "12月1日(火)"
    assert page.get_by_role("button", name="次の7日間").get_attribute("aria-pressed") == "true"


def test_a_hostile_desk_name_is_shown_as_text(show: Show, desk_times: BestTimes) -> None:
    page = show(replace(desk_times, desk=HOSTILE))

    assert page.locator(".desk").inner_text() == HOSTILE
    assert page.locator("tsunagari-widget img, tsunagari-widget b >> text=太字").count() == 0
    assert page.title() != "taken"


def test_an_english_desk_speaks_english(show: Show, desk_times: BestTimes) -> None:
    page = show(replace(desk_times, language="en"))

    assert page.locator("h2").inner_text() == "Best times to call"
    assert "Mon–Fri 10:00–18:00" in page.locator(".facts").inner_text()
    assert "つながり" not in page.locator(".frame").inner_text()


def test_the_language_attribute_overrides_the_desks_and_is_heeded_later_too(show: Show, desk_times: BestTimes) -> None:
    page = show(desk_times)

    page.locator("tsunagari-widget").evaluate("widget => widget.setAttribute('lang', 'en')")

    assert page.locator(".frame").get_attribute("lang") == "en"
    assert page.locator("h2").inner_text() == "Best times to call"
    assert "Easy to reach" in page.locator(".legend").inner_text()


def test_a_desk_that_is_only_written_to_shows_its_replies_and_no_grid_even_when_old(show: Show) -> None:
    page = show(best_times_of(written_settings(), forecasts=()), at="2027-03-01T09:01:00+09:00")

    assert page.locator("h2").inner_text() == "お問い合わせの返信"
    assert page.locator(".reply").inner_text() == "返信は通常2営業日以内(最長3営業日)"
    assert texts(page.locator(".others")) == [
        "お問い合わせ方法: メール、お問い合わせフォーム",
        "こちらもご利用ください: よくあるご質問(FAQ)",
    ]
    assert "月〜金 09:00〜18:00" in page.locator(".facts").inner_text()
    assert page.locator("table, .notice, .disclaimer, .legend").count() == 0


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("ja", "返信は通常、営業時間で4時間以内(最長2営業日)"),
        ("en", "We usually reply within 4 business hours (at the latest within 2 business days)"),
    ],
)
def test_a_desk_that_replies_within_business_hours_says_so(
    show: Show, language: Literal["ja", "en"], reply: str
) -> None:
    queue = {"name": "mail", "channel": "mail", "goal": {"deadline_business_hours": 4}}

    page = show(best_times_of(written_settings(queue=[queue], language=language), forecasts=()))

    assert page.locator(".reply").inner_text() == reply


@pytest.mark.parametrize(
    ("hours", "language", "told"),
    [
        (4, "ja", "メール(営業時間で4時間以内に返信)"),
        (1, "en", "Mail (reply within 1 business hour)"),
        (1.5, "en", "Mail (reply within 1.5 business hours)"),
    ],
)
def test_beside_live_channels_the_business_hours_to_a_reply_are_told(
    show: Show, hours: float, language: Literal["ja", "en"], told: str
) -> None:
    times = replace(two_live_times(ServiceGoal(deadline_business_hours=hours)), language=language)

    others = show(times).locator(".today .others")

    assert told in others.inner_text()
    assert others.locator("small").count() == 1


def test_a_chat_desk_says_that_its_times_are_for_the_chat(show: Show, desk_times: BestTimes) -> None:
    page = show(replace(desk_times, channels=("chat",)))

    assert "対象\nチャット" in page.locator(".facts").inner_text()


def test_the_keyboard_switches_to_another_live_channel_and_keeps_its_place(show: Show) -> None:
    page = show(two_live_times())
    chat, phone = page.locator(".channels button").all()

    phone.focus()
    page.keyboard.press("Enter")

    assert texts(page.locator(".channels button[aria-pressed=true]")) == ["電話"]
    assert page.evaluate("document.querySelector('tsunagari-widget').shadowRoot.activeElement.textContent") == "電話"
    assert "対象\n電話" in page.locator(".facts").inner_text()
    assert set(texts(page.locator(".today .sign"))) == {"◎"}
    assert chat.inner_text() == "チャット"


def test_beside_a_busy_chat_the_calm_phone_and_the_days_to_a_reply_are_told(show: Show) -> None:
    others = show(two_live_times()).locator(".today .others").inner_text()

    assert "電話(いま ◎ つながりやすい)、メール(1営業日以内に返信)" in others
    assert "直近13週に届いたお問い合わせの8割以上" in others


def test_an_english_reader_is_told_of_the_other_channels_in_english(show: Show) -> None:
    page = show(replace(two_live_times(), language="en"))

    assert page.locator("h2").inner_text() == "Best times to reach us"
    others = page.locator(".today .others").inner_text()
    assert "Phone (now ◎ Easy to reach), Mail (reply within 1 business day)" in others


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_words_stand_out_from_their_ground(
    show: Show, desk_times: BestTimes, scheme: Literal["light", "dark"]
) -> None:
    page = show(desk_times, at="2026-11-25T21:01:00+09:00")  # so late that the warning shows
    page.emulate_media(color_scheme=scheme)
    weakest, words, ground = page.evaluate(WEAKEST_CONTRAST)

    assert weakest >= 4.5, words
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 29, 36)"}[scheme]


def test_without_script_the_page_is_a_table(chromium: Browser, desk_times: BestTimes, tmp_path: Path) -> None:
    publish_widget(desk_times, tmp_path)
    with served(tmp_path) as url:
        page = chromium.new_page(java_script_enabled=False)
        page.goto(url)

        row = page.locator("tbody tr").first.inner_text()
        page.close()

    assert "11月24日(火)" in row
    assert "× 混雑" in row


def test_without_its_data_the_widget_says_that_it_cannot_show_them(
    chromium: Browser, desk_times: BestTimes, tmp_path: Path
) -> None:
    publish_widget(desk_times, tmp_path)
    (tmp_path / "best-times.json").write_text("{}", encoding="utf-8")
    with served(tmp_path) as url:
        page = chromium.new_page()
        page.goto(url)
        notice = page.locator("tsunagari-widget .notice")
        notice.wait_for()

        said = notice.inner_text()
        page.close()

    assert said == "ただいま表示できません。時間をおいてもう一度ご覧ください"
