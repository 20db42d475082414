"""What people wish of their shifts, as staff.csv tells it."""

from pathlib import Path

import pytest

from data.desk_tables import read_staff
from data.errors import DeskError
from data.shift_template import ShiftTemplate
from data.wishes import Wishes

TEMPLATES = (
    ShiftTemplate(name="early", label={"ja": "早番"}, start="09:00", end="18:00"),
    ShiftTemplate(name="late", label={"ja": "遅番", "en": "Late"}, start="11:00", end="20:00"),
)


def wishes_in(folder: Path, cells: str) -> Wishes:
    (folder / "staff.csv").write_text(f"person,prefers,avoids,prefers_off\nueda,{cells}\n", encoding="utf-8")
    [person] = read_staff(folder / "staff.csv", templates=TEMPLATES)
    return person.wishes


@pytest.mark.parametrize(("cells", "found"), [
    pytest.param(",,", Wishes(), id="none"),
    pytest.param("early,late,", Wishes(("early",), ("late",)), id="by name"),
    pytest.param("早番,Late,", Wishes(("early",), ("late",)), id="by what the month sheet prints"),
    pytest.param("early;late,,", Wishes(("early", "late")), id="several"),
    pytest.param(",,土；日", Wishes(days_off=(5, 6)), id="weekdays in Japanese"),
    pytest.param(",,Sunday; wed", Wishes(days_off=(2, 6)), id="weekdays in English"),
])  # fmt: skip
def test_wishes_are_read_as_a_lead_writes_them(tmp_path: Path, cells: str, found: Wishes) -> None:
    assert wishes_in(tmp_path, cells) == found


@pytest.mark.parametrize(("cells", "said"), [
    ("night,,", "staff.csv line 2: prefers = 'night' names the shift 'night'; desk.toml has early, late."),
    (",early;中番,", "avoids = 'early;中番' names the shift '中番'"),
    ("early,早番,", "shift 'early' stands in prefers and in avoids"),
    (",,holiday", "prefers_off names 'holiday', which is no weekday"),
    (",,月;火;水;木;金;土;日", "prefers_off names every day of the week"),
])  # fmt: skip
def test_what_cannot_be_wished_is_refused_with_its_line(tmp_path: Path, cells: str, said: str) -> None:
    with pytest.raises(DeskError) as refused:
        wishes_in(tmp_path, cells)

    assert said in str(refused.value)


def test_a_shift_suits_who_prefers_it_or_does_not_avoid_it() -> None:
    assert [Wishes(prefers=("early",)).suits(shift) for shift in ("early", "late")] == [True, False]
    assert [Wishes(avoids=("early",)).suits(shift) for shift in ("early", "late")] == [False, True]
    assert Wishes().suits("any")
