"""Every sentence for people has its Japanese, with the same values in it."""

import ast
import re
from pathlib import Path

import pytest

from dashboards.messages import messages_in
from dashboards.wording import command_line
from dashboards.wording import messages as of_dashboards
from data.message import Message, recognise
from data.wording import messages as of_data
from data.wording.flags import FLAGS
from data.wording.foreign import FOREIGN
from data.wording.reasons import REASONS
from forecasting import wording as of_forecasting
from staffing import wording as of_staffing
from tests.conftest import REPOSITORY

ROOMS = ("data", "forecasting", "staffing", "dashboards")
SPEAKERS = {"TsunagariError", "DeskError", "ImportRefused", "NothingToDo", "StoreBusy", "WrongValue", "WrongOption",
            "Message", "Message.of"}  # fmt: skip
"""What is called with an English template and the values in its places."""

CATALOGUES = {
    "data": of_data.JAPANESE,
    "forecasting": of_forecasting.JAPANESE,
    "staffing": of_staffing.JAPANESE,
    "dashboards": of_dashboards.JAPANESE,
    ".": command_line.JAPANESE,
}
"""By the room that says it; what a room to the left has is not said again."""


VALUES = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for room in ("data", "staffing")
    for path in (REPOSITORY / room).rglob("*.py")
    if "raise WrongValue(" in path.read_text(encoding="utf-8")
    and path.name != "public_holidays.py"  # refuses a table of ours, too, which no desk writes
)
"""What a file may say; the reader of the file turns a `WrongValue` into an error with file and line."""


def _sources(room: str) -> list[Path]:
    found = sorted(REPOSITORY.glob("*.py")) if room == "." else sorted((REPOSITORY / room).rglob("*.py"))
    return [path for path in found if "wording" not in path.relative_to(REPOSITORY).as_posix()]


def _calls(room: str) -> list[tuple[str, ast.Call]]:
    """Where it stands, and the call that says something."""
    return [
        (f"{path.relative_to(REPOSITORY)}:{node.lineno}", node)
        for path in _sources(room)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in SPEAKERS
    ]


def _templates(told: ast.expr) -> list[str]:
    """The constants that the first argument can be."""
    if isinstance(told, ast.IfExp):
        return [*_templates(told.body), *_templates(told.orelse)]
    return [told.value] if isinstance(told, ast.Constant) else []


def _places(template: str) -> set[str]:
    return set(re.findall(r"{(\w+)(?:![rs])?(?::[^{}]*)?}", template))


@pytest.mark.parametrize("room", CATALOGUES)
def test_no_sentence_is_formatted_before_it_is_told(room: str) -> None:
    formatted = [place for place, call in _calls(room) if any(isinstance(at, ast.JoinedStr) for at in call.args)]

    assert formatted == []


@pytest.mark.parametrize("room", CATALOGUES)
def test_every_sentence_has_its_japanese(room: str) -> None:
    known = messages_in("ja")

    missing = [(place, text) for place, call in _calls(room) for text in _templates(call.args[0]) if text not in known]

    assert missing == []


@pytest.mark.parametrize("room", CATALOGUES)
def test_every_place_of_a_sentence_has_a_value_and_every_value_a_place(room: str) -> None:
    differing = [
        (place, text)
        for place, call in _calls(room)
        for text in _templates(call.args[0])
        if ast.unparse(call.func) != "Message" and _places(text) != {word.arg for word in call.keywords}
    ]

    assert differing == []


@pytest.mark.parametrize("room", CATALOGUES)
def test_no_japanese_is_left_over(room: str) -> None:
    said = {text for _, call in _calls(room) for text in _templates(call.args[0])}

    assert set(CATALOGUES[room]) - said == set()


@pytest.mark.parametrize("room", CATALOGUES)
def test_both_languages_have_the_same_values(room: str) -> None:
    differing = {text for text, japanese in CATALOGUES[room].items() if _places(text) != _places(japanese)}

    assert differing == set()


@pytest.mark.parametrize("catalogue", [REASONS, FOREIGN])
def test_what_is_recognised_has_no_value_in_japanese_that_it_has_not_in_english(catalogue: dict[str, str]) -> None:
    strange = {text for text, japanese in catalogue.items() if not _places(japanese) <= _places(text)}

    assert strange == set()


def test_no_sentence_is_in_two_catalogues() -> None:
    catalogues = [*CATALOGUES.values(), REASONS, FLAGS, FOREIGN]

    assert sum(map(len, catalogues)) == len(messages_in("ja"))


@pytest.mark.parametrize("english", sorted(REASONS))
def test_a_reason_of_refusal_is_written_by_an_importer(english: str) -> None:
    pieces = [piece for piece in re.split(r"{\w+}", english) if len(piece) > 3]
    importers = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "data" / "importers").glob("*.py"))

    assert all(piece.strip(" .]").removeprefix("is ") in importers for piece in pieces)


def test_every_flag_of_a_leg_has_its_japanese() -> None:
    queries = [*(REPOSITORY / "data" / "sql").glob("*_legs.sql"), REPOSITORY / "data" / "importers" / "csv_legs.py"]
    told = "".join(path.read_text(encoding="utf-8") for path in queries)
    lists = re.findall(r"concat_ws\('\|',\n(.*?)\n    \) AS flags", told, re.DOTALL)
    written = {flag for one in lists for flag in re.findall(r"THEN '(\w+)' END", one)}
    beside = set(re.findall(r'^            "(\w+)": ', told.partition("def _flags")[2].partition("words =")[0], re.M))

    others = {"queue_full", "join_empty", "counted_at_end"}
    assert {flag.replace("_", " ") for flag in written | beside | others} == set(FLAGS)


@pytest.mark.parametrize("module", VALUES)
def test_a_wrong_value_of_a_file_can_be_told_in_japanese(module: str) -> None:
    raised = re.findall(r"raise (\w+)", (REPOSITORY / module).read_text(encoding="utf-8"))

    assert "ValueError" not in raised


def test_what_the_front_door_tells_beside_errors_can_be_told_in_japanese() -> None:
    heard = {"warn": 0, "tell": 2, "progress_bar": 0, "click.BadParameter": 0, "click.UsageError": 0}
    plain = [
        f"{path.name}:{node.lineno}"
        for path in _sources(".")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in heard
        for told in node.args[heard[ast.unparse(node.func)] :][:1]
        for at in (told.elts if isinstance(told, ast.List) else [told])
        if isinstance(at, ast.JoinedStr | ast.Constant)
    ]

    assert plain == []


def test_a_sentence_of_a_library_is_recognised_within_ours() -> None:
    told = Message.of("{path} is damaged: {error}; fetch it again", path="a.csv.gz", error=EOFError(
        "Compressed file ended before the end-of-stream marker was reached"))  # fmt: skip

    assert (
        told.said(messages_in("ja"))
        == "a.csv.gz は壊れています：圧縮ファイルが途中で切れています。もう一度取得してください。"
    )


def test_of_two_sentences_that_fit_the_one_with_more_words_of_its_own_is_recognised() -> None:
    found = recognise("Input should be greater than or equal to 5")

    assert found.template == "Input should be greater than or equal to {limit}"


def test_what_nobody_knows_is_said_as_it_stands() -> None:
    assert recognise("no such sentence {at all}").said(messages_in("ja")) == "no such sentence {at all}"


def test_values_may_hold_braces_and_errors_may_hold_errors() -> None:
    inner = Message.of("{path} is empty; export it again", path="{0}.csv")
    whole = Message.joined([inner, Message.of("{where}: {error}", where="x", error=inner)])

    assert str(whole) == "{0}.csv is empty; export it again\nx: {0}.csv is empty; export it again"
    assert whole.said(messages_in("ja")).count("もう一度書き出してください") == 2
