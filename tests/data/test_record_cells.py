import json

import pytest

from data.importers.record_cells import without_nulls
from data.importers.sql_text import text
from data.warehouse import Warehouse


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        pytest.param({"a": None, "b": 1, "c": None}, {"b": 1}, id="first and last"),
        pytest.param({"a": [{"b": None, "c": 0}, {"c": 2, "d": None}]}, {"a": [{"c": 0}, {"c": 2}]}, id="in a list"),
        pytest.param({"a": 'x","b":null,"', "b": "null"}, {"a": 'x","b":null,"', "b": "null"}, id="in a text"),
        pytest.param({"a": "\\", "b": None, "c": ""}, {"a": "\\", "c": ""}, id="after a backslash"),
    ],
)
def test_fields_of_which_nothing_is_told_leave_and_texts_stay(told: object, kept: object) -> None:
    written = json.dumps(told, separators=(",", ":"))

    with Warehouse.in_memory() as warehouse:
        [left] = warehouse.query_text(f"SELECT {without_nulls(text(written))} AS facts")["facts"]

    assert json.loads(left) == kept
