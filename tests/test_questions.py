"""A lead's five questions, as the README asks them."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import REPOSITORY
from tsunagari import main

ASKED = re.compile(r"^\|[^|]+\| `tsunagari ([^`]+)` \|[^|]+\|$", re.MULTILINE)


def _commands(readme: str) -> list[str]:
    """The commands of the table whose rows hold a question, a command and a page."""
    return ASKED.findall((REPOSITORY / readme).read_text(encoding="utf-8"))


def test_both_readmes_answer_the_same_five_questions() -> None:
    commands = _commands("README.md")

    assert len(commands) == 5
    assert _commands("README.ja.md") == commands


@pytest.mark.parametrize("command", _commands("README.md"))
def test_each_question_is_answered_with_rows(hosting_desk: Path, command: str) -> None:
    words = [*command.split(), "--desk", str(hosting_desk), "--json"]

    done = CliRunner().invoke(main, words)

    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["rows"] > 0
