"""Pages read a snapshot once, and never show what another desk at the same place held."""

import shutil
from pathlib import Path

from dashboards.desk_view import view_desk
from data.desk_file import read_desk
from data.snapshot import newest_path
from tests.dashboards.fixtures.sample_view import write_full_desk


def _rename_snapshot(folder: Path, name: str) -> None:
    path = newest_path(read_desk(folder))
    assert path is not None
    path.rename(path.with_name(name))
    (path.parent / "newest").write_text(name, encoding="utf-8")


def test_a_desk_made_anew_at_the_same_path_shows_its_own_data(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    write_full_desk(folder)
    _rename_snapshot(folder, "snap-20261122T000000000000.duckdb")
    before = view_desk(folder)

    shutil.rmtree(folder)
    write_full_desk(folder, language="en")
    _rename_snapshot(folder, "snap-20261122T000000000000.duckdb")
    after = view_desk(folder)

    assert before.forecast("technical").remarks
    assert not after.forecast("technical").remarks


def test_a_snapshot_is_read_once_while_nothing_changes(full_desk: Path) -> None:
    assert view_desk(full_desk).tables is view_desk(full_desk).tables


def test_a_changed_time_zone_moves_the_instants_at_once(tmp_path: Path) -> None:
    folder = write_full_desk(tmp_path / "desk")
    before = view_desk(folder).counts("technical")["interval_start"]
    text = (folder / "desk.toml").read_text(encoding="utf-8")

    (folder / "desk.toml").write_text(text.replace("Asia/Tokyo", "Asia/Seoul"), encoding="utf-8")
    after = view_desk(folder).counts("technical")["interval_start"]

    assert (str(before.dt.tz), str(after.dt.tz)) == ("Asia/Tokyo", "Asia/Seoul")
