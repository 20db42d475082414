from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import TsunagariError
from data.table_files import read_frame, write_frame
from data.warehouse import Warehouse


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": pd.to_datetime(["2026-04-06T10:00+09:00", None], utc=True).tz_convert("Asia/Tokyo"),
            "word": ["早番", None],
            "number": [1.5, None],
        }
    )


def test_what_is_staged_comes_back_with_its_holes(
    tmp_path: Path, weekday_settings: DeskSettings, frame: pd.DataFrame
) -> None:
    with Warehouse.open(Desk(folder=tmp_path, settings=weekday_settings)) as warehouse:
        warehouse.stage("some", frame)
        back = warehouse.table("some")

    assert back["at"].iloc[0] == frame["at"].iloc[0]
    assert back["word"].iloc[0] == "早番"
    assert back.iloc[1].isna().all()


def _stage_and_fail(warehouse: Warehouse, frame: pd.DataFrame) -> None:
    with warehouse.transaction():
        warehouse.stage("some", frame)
        raise KeyError


def test_a_block_that_fails_leaves_nothing_behind(
    tmp_path: Path, weekday_settings: DeskSettings, frame: pd.DataFrame
) -> None:
    with Warehouse.open(Desk(folder=tmp_path, settings=weekday_settings)) as warehouse:
        with pytest.raises(KeyError):
            _stage_and_fail(warehouse, frame)
        stands = warehouse.has_table("some")

    assert not stands


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_written_frame_is_whole_and_read_back(tmp_path: Path, frame: pd.DataFrame, ending: str) -> None:
    path = tmp_path / f"table{ending}"

    write_frame(frame, path)
    back = read_frame(path)

    assert [pd.Timestamp(back["at"].iloc[0]), back["word"].iloc[0]] == [frame["at"].iloc[0], "早番"]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_instants_in_csv_carry_their_offset(tmp_path: Path, frame: pd.DataFrame) -> None:
    write_frame(frame, tmp_path / "table.csv")

    assert (tmp_path / "table.csv").read_text().splitlines()[1] == "2026-04-06T10:00:00+09:00,早番,1.50000"


@pytest.mark.parametrize(
    ("name", "told"),
    [("table.txt", "neither .csv nor .parquet"), ("absent/table.csv", "cannot be written")],
    ids=["an ending that says nothing", "a folder that is not there"],
)
def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path, frame: pd.DataFrame, name: str, told: str) -> None:
    with pytest.raises(TsunagariError, match=told):
        write_frame(frame, tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("table.csv", b"", "cannot be read as CSV"),
        ("table.csv", b"a\n\xff\xfe", "cannot be read as CSV"),
        ("table.parquet", b"no parquet", "cannot be read as Parquet"),
    ],
    ids=["empty", "not UTF-8", "not Parquet"],
)
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(TsunagariError, match=told):
        read_frame(tmp_path / name)


def test_a_damaged_store_is_a_sentence(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    desk.state_folder.mkdir()
    (desk.state_folder / "work.duckdb").write_bytes(b"this is no database" * 1000)

    with pytest.raises(TsunagariError, match=r"work\.duckdb cannot be opened"), Warehouse.open(desk):
        pass


def test_a_store_of_an_earlier_version_is_refused_with_the_way_out(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    with Warehouse.open(desk) as warehouse:
        warehouse.run_text("DROP TABLE store_format")

    with (
        pytest.raises(TsunagariError, match=r"made by another version.*import the logs again"),
        Warehouse.open(desk),
    ):
        pass


def test_many_rows_that_follow_none_in_one_transaction_are_all_kept() -> None:
    with Warehouse.in_memory() as warehouse:
        warehouse.run_text("CREATE TABLE told AS SELECT range AS number FROM range(150000)")
        warehouse.run_text("CREATE TABLE kept (number BIGINT)")

        with warehouse.transaction(rows_in_any_order=True):
            warehouse.run_text("INSERT INTO kept SELECT number FROM told WHERE number < 0")
            warehouse.run_text("INSERT INTO kept SELECT number FROM told")

        assert len(warehouse.table("kept")) == 150_000


@pytest.mark.parametrize(
    "changed",
    [
        "CREATE TABLE store_format (number INTEGER); INSERT INTO store_format VALUES (3)",
        "CREATE TABLE contact_leg (leg_id TEXT, entered_at TIMESTAMP)",
        "CREATE TABLE import_reject (file_id BIGINT, row_no BIGINT, reason TEXT, masked_text TEXT)",
    ],
    ids=["another number", "other columns", "another type"],
)
def test_a_store_of_another_version_is_a_sentence(tmp_path: Path, weekday_settings: DeskSettings, changed: str) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    desk.state_folder.mkdir(parents=True)
    with duckdb.connect(str(desk.state_folder / "work.duckdb")) as connection:
        connection.execute(changed)

    told = r"work.duckdb was made by another version.*import the logs again"
    with pytest.raises(TsunagariError, match=told), Warehouse.open(desk) as warehouse:
        warehouse.table("contact_leg")


def test_a_store_is_opened_again_and_again(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    for _ in range(2):
        with Warehouse.open(Desk(folder=tmp_path, settings=weekday_settings)) as warehouse:
            assert len(warehouse.table("contact_leg")) == 0


def test_a_store_in_todays_form_is_made_no_more(
    tmp_path: Path, weekday_settings: DeskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    with Warehouse.open(desk):
        pass
    monkeypatch.setattr(Warehouse, "_make_tables", lambda _store: pytest.fail("made again"))

    with Warehouse.open(desk) as warehouse:
        assert len(warehouse.table("contact_leg")) == 0


def test_of_a_store_whose_making_is_cut_short_nothing_stands(
    tmp_path: Path, weekday_settings: DeskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    run = Warehouse.run

    def cut(warehouse: Warehouse, name: str) -> None:
        if name == "schema_zendesk":
            raise KeyError(name)
        run(warehouse, name)

    monkeypatch.setattr(Warehouse, "run", cut)
    with pytest.raises(KeyError), Warehouse.open(desk):
        pass
    monkeypatch.undo()

    with duckdb.connect(str(desk.state_folder / "work.duckdb")) as left:
        assert left.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
    with Warehouse.open(desk) as warehouse:
        assert warehouse.has_table("contact_leg")


def test_a_store_that_other_schema_files_made_is_brought_into_form(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    with Warehouse.open(desk) as warehouse:
        today = warehouse.table("made_from")["digest"].tolist()
        warehouse.run_text("UPDATE made_from SET digest = 'of yesterday'; DROP TABLE agent_state")

    with Warehouse.open(desk) as warehouse:
        assert warehouse.has_table("agent_state")
        assert warehouse.table("made_from")["digest"].tolist() == today


def test_a_frame_staged_for_a_question_stays_until_another_or_a_change(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    one, two = pd.DataFrame({"number": [1]}), pd.DataFrame({"number": [2]})
    with Warehouse.open(Desk(folder=tmp_path, settings=weekday_settings)) as warehouse:
        staged = [warehouse.stage("told", frame, question="what") for frame in (one, two)]
        stood = warehouse.table("told")["number"].tolist()
        with warehouse.transaction():
            staged.append(warehouse.stage("told", two, question="what"))
        staged += [warehouse.stage("told", one), warehouse.stage("told", two, question="what")]

        assert staged == [True, False, True, True, True]
        assert stood == [1]
        assert warehouse.table("told")["number"].tolist() == [2]


def test_an_answer_is_remembered_until_something_changes(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    answers = iter(range(5))
    with Warehouse.open(Desk(folder=tmp_path, settings=weekday_settings)) as warehouse:
        first = [warehouse.remembered("what", lambda: next(answers)) for _ in range(2)]
        with warehouse.transaction():
            within = [warehouse.remembered("what", lambda: next(answers)) for _ in range(2)]
        after = [warehouse.remembered("what", lambda: next(answers)) for _ in range(2)]

    assert (first, within, after) == ([0, 0], [1, 2], [3, 3])
