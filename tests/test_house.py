"""The house stands as it should: packages, locks, arrows and documents."""

import ast
import re
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import REPOSITORY
from tsunagari import main

ROOMS = ("data", "forecasting", "staffing", "dashboards")
SOURCES = [path for room in ROOMS for path in (REPOSITORY / room).rglob("*.py")]


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_owns_a_folder_of_ours(room: str) -> None:
    assert set(packages_distributions().get(room, ["tsunagari"])) == {"tsunagari"}


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_that_it_is_typed(room: str) -> None:
    assert (REPOSITORY / room / "py.typed").is_file()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_a_module_stays_small_and_imports_neither_the_front_door_nor_a_bare_room(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]

    assert (
        not imported
        & {
            "tsunagari",
            "chain",
            "judge_answers",
            "lock_verb",
            "plan_answers",
            "plan_verb",
            "override_verb",
            "people_questions",
            "questions",
            "spoken",
            "staff_answers",
            "terminal",
            "what_if_verb",
            *ROOMS,
        }
        or path.name == "__init__.py"
    )
    assert text.count("\n") <= 400
    assert all((node.end_lineno or 0) - node.lineno <= 80 for node in functions)


@pytest.mark.parametrize(("library", "doors"), [
    ("duckdb", {"data/warehouse.py"}),
    ("sqlalchemy", {"data/kept_lock.py", "data/records.py", "data/records_base.py"}),
    ("holidays", {"data/holidays.py"}),
    ("pyworkforce", {"staffing/pyworkforce_engine.py"}),
    ("numba", {"staffing/erlang_numba.py"}),
    ("statsmodels", {"forecasting/better_than.py"}),
    ("icalendar", {"staffing/planning/plan_calendar.py"}),
    ("openpyxl", {"data/importers/workbook.py", "staffing/planning/month_sheet/month_sheet.py"}),
])  # fmt: skip
def test_each_foreign_library_has_its_doors_alone(library: str, doors: set[str]) -> None:
    using = re.compile(rf"^\s*(from|import) {library}\b", re.MULTILINE)
    found = {str(path.relative_to(REPOSITORY)) for path in SOURCES if using.search(path.read_text(encoding="utf-8"))}

    assert found == doors


def test_the_front_door_loads_nothing_heavy_that_few_verbs_need() -> None:
    """Every command waits for what is loaded; each of these takes a third of a second or more."""
    heavy = {
        "scipy.stats",
        "joblib",
        "statsmodels",
        "pyworkforce",
        "ortools",
        "dash",
        "plotly",
        "openpyxl",
        "icalendar",
    }
    told = "import sys, tsunagari; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", told], cwd=REPOSITORY, check=True, capture_output=True, text=True)

    assert heavy & set(loaded.stdout.split()) == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_holds_hashes_and_no_address(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[\w.-]+==", text, re.MULTILINE)

    assert "://" not in text
    assert "--index" not in text
    assert len(packages) == len(set(packages))
    assert text.count("--hash=sha256:") >= len(packages)


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_has_help_and_stands_in_the_readme(verb: str) -> None:
    helped = CliRunner().invoke(main, [verb, "--help"])

    assert helped.exit_code == 0
    assert "None" not in helped.output
    assert f"tsunagari {verb}" in (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_wheel_holds_the_rooms_and_nothing_else(tmp_path: Path) -> None:
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=REPOSITORY, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")

    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {
        *ROOMS, "tsunagari.py", "chain.py", "judge_answers.py", "lock_verb.py", "plan_answers.py", "plan_verb.py",
        "override_verb.py", "people_questions.py", "questions.py", "spoken.py", "staff_answers.py", "terminal.py",
        "what_if_verb.py",
    }  # fmt: skip
    assert {"data/sql/interval_count.sql", "data/templates/desk.toml", "data/py.typed"} <= set(names)
    assert any(name.startswith("dashboards/widget/") and name.endswith(".js") for name in names)
