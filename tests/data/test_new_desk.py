import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from data.desk import DeskSettings
from data.desk_file import read_desk, settings_of_text
from data.errors import DeskError
from data.new_desk import filled_template, write_new_desk
from data.shift_template import ShiftTemplate

LINES = filled_template({}).splitlines()


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every pydantic model that a type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_within(field.annotation)
    for part in get_args(annotation):
        yield from models_within(part)


FIELDS = sorted(
    {
        (model.__name__, field.alias or name)
        for model in models_within(DeskSettings)
        for name, field in model.model_fields.items()
    }
)


def longest_on_end(shift: ShiftTemplate) -> int:
    """Most minutes between two short breaks wherever each is placed in its window, lunch left out."""
    ends = [shift.start_minute, *(each.span[0] + each.minutes for each in shift.breaks)]
    starts = [*(each.span[1] - each.minutes for each in shift.breaks), shift.end_minute]
    return max(start - end for end, start in zip(ends, starts, strict=True))


def test_every_model_of_the_desk_file_is_walked() -> None:
    names = {model for model, _ in FIELDS}

    assert {"DeskSettings", "OpeningHours", "QueueSettings", "ServiceGoal", "ShiftTemplate", "ColumnMapping"} <= names


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_every_field_is_explained_by_a_comment(model: str, field: str) -> None:
    as_key = re.compile(rf"^(# )?{field} = .*\S\s+# \S")
    as_table = re.compile(rf"^(# )?\[+(\w+\.)*{field}(\.[\w-]+)*\]+$")

    explained = any(as_key.match(line) for line in LINES)
    heads_an_explained_table = any(as_table.match(line) for line in LINES)

    assert explained or heads_an_explained_table, f"{model}.{field} is not in data/templates/desk.toml"


def test_the_examples_of_the_template_are_accepted_once_their_comment_sign_is_gone() -> None:
    # A mapping names either the queue of every row or the column that tells it.
    start = LINES.index("# [import.mapping.my-phone-system]")
    mapping = [line.removeprefix("# ") for line in LINES[start:] if not line.startswith("# queue_column")]

    desk = settings_of_text("\n".join([*LINES[:start], *mapping]), path=Path("desk.toml"))

    assert desk.imports.mapping["my-phone-system"].entered_at == ("Queued",)


def test_a_new_desk_is_read_and_empty(tmp_path: Path) -> None:
    folder = write_new_desk(tmp_path / "desks" / "mine", name="サポート窓口")

    desk = read_desk(folder)

    assert desk.settings.name == "サポート窓口"
    assert desk.staff == desk.leave == desk.events == ()
    assert sorted(path.name for path in folder.iterdir()) == [
        "desk.toml", "events.csv", "leave.csv", "logs", "staff.csv",
    ]  # fmt: skip


def test_what_the_template_states_is_what_a_desk_without_it_assumes() -> None:
    stated = settings_of_text(filled_template({}), path=Path("desk.toml"))
    needed = {"format", "name", "time_zone", "hours", "queue"}

    bare = DeskSettings.model_validate(
        {
            **{key: value for key, value in tomllib.loads("\n".join(LINES)).items() if key in needed - {"queue"}},
            "queue": [{"name": "support"}],
        }
    )

    with_shifts = bare.shifts.model_copy(update={"template": stated.shifts.template})
    assert stated == bare.model_copy(update={"shifts": with_shifts})


def test_the_shifts_of_a_new_desk_keep_articles_32_and_34() -> None:
    shifts = settings_of_text(filled_template({}), path=Path("desk.toml")).shifts

    for shift in shifts.template:
        assert shift.paid_minutes <= shifts.max_hours_day * 60
        assert shift.paid_minutes <= 360 or shift.lunch_minutes >= shifts.break_over_6_hours_minutes


def test_the_shifts_of_a_new_desk_hold_no_more_than_an_hour_at_the_screen_on_end() -> None:
    shifts = settings_of_text(filled_template({}), path=Path("desk.toml")).shifts

    for shift in shifts.template:
        assert longest_on_end(shift) <= shifts.screen_minutes_on_end


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100))
def test_any_name_comes_back_as_it_was_given(name: str) -> None:
    text = filled_template({"name": name, "language": "en", "time_zone": "Europe/London", "country": "GB"})

    desk = settings_of_text(text, path=Path("desk.toml"))

    assert (desk.name, desk.language, desk.time_zone, desk.country) == (name, "en", "Europe/London", "GB")


@pytest.mark.parametrize("name", ["desk.toml", "staff.csv"])
def test_a_folder_that_holds_a_desk_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(DeskError, match=f"already holds a {name}; name another folder"):
        write_new_desk(tmp_path, name="desk")

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_desk_that_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="time_zone = 'Tokyo': is no time zone"):
        write_new_desk(tmp_path / "mine", name="desk", time_zone="Tokyo")

    assert not (tmp_path / "mine").exists()


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DeskError, match="cannot be written"):
        write_new_desk(tmp_path / "file" / "desk", name="desk")
