"""What every room's tests share: one small desk, and where real data may lie."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from data.desk import DeskSettings
from data.lock import hold_lock
from tsunagari import main

REPOSITORY = Path(__file__).resolve().parent.parent
HOSTING_UNTIL = "2026-03-31"
HOSTING_SEED = 1


settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
"""The same examples in every run; HYPOTHESIS_PROFILE=default draws others."""

_LONGEST_FIRST = ("test_run.py", "test_chain.py", "test_killed_import.py", "test_notebooks.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: else one of two workers waits at the end for the other's last file.

    `make suite` tells pytest-xdist to keep this order; by itself it would begin with the files of most tests.
    """
    places = {name: place for place, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


os.environ.setdefault("TSUNAGARI_LANGUAGE", "en")
"""The tests read messages in English unless they ask for the desk's language."""


@pytest.fixture(scope="session")
def hosting_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hosting desk with two years of logs, through the whole chain.

    Shared, also between the tests' workers: a test that writes copies it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "hosting"
    with hold_lock(shared / "hosting.lock", wait_seconds=900, purpose="the hosting desk's tests"):
        if not (folder / "site" / "index.html").is_file():
            words = ["demo", "hosting", "--desk", str(folder), "--until", HOSTING_UNTIL, "--seed", str(HOSTING_SEED)]
            done = CliRunner().invoke(main, words)
            assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def real_data() -> Path:
    """The folder of real contact logs; the test is skipped, and says so, where there is none."""
    folder = Path(os.environ.get("TSUNAGARI_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}; set TSUNAGARI_REAL_DATA to run this test")
    return folder


@pytest.fixture
def weekday_settings() -> DeskSettings:
    """A desk in Tokyo with one phone queue, weekdays 10 to 18, bills on the tenth."""
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "billing_days": [10],
            "hours": {"phone": {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}},
            "queue": [{"name": "support"}],
        }
    )
