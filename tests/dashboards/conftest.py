"""What the tests of pages share: a browser, a desk as the chain leaves it, and a server for it."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from dashboards.server import listen
from tests.dashboards.fixtures.sample_view import write_full_desk

_CHROMIUM_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

_PATIENCE_MS = 120_000
"""How long a page may take before a test fails: an upper bound for busy machines, not a measurement."""


def find_chromium() -> str:
    """The browser's program; fails with a sentence where there is none."""
    usual = Path("/usr/bin/chromium")
    found = str(usual) if usual.is_file() else None
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = found or shutil.which(name)
    if found is None:
        pytest.fail(
            "no Chromium on this machine: install the package `chromium` (and `fonts-noto-cjk` for Japanese text), "
            'or leave the browser tests out with -m "not browser"'
        )
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium for all browser tests of the session."""
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=_CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def full_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with half a year of counts, four weeks of forecast and one week of plan."""
    return write_full_desk(tmp_path_factory.mktemp("full") / "desk")


@pytest.fixture(scope="session")
def pages_url(full_desk: Path) -> Iterator[str]:
    """The address of that desk's pages, served on a free port."""
    yield from serve_in_thread(full_desk)


def serve_in_thread(desk: Path) -> Iterator[str]:
    server, url = listen(desk, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield url
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)
