"""Whatever a log is packed in and however it is written: one way in, and nothing that harms."""

import gc
import gzip
import io
import subprocess
import sys
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from data.desk import Desk
from data.errors import ImportRefused
from data.import_logs import import_logs
from data.importers import packing
from data.importers.encodings import encoding_of_file
from data.importers.packing import opened_logs, shown_name
from data.warehouse import Warehouse
from tests.data.damage import repacked
from tests.data.log_builders import HEADER, LEFT, PHONE_COLUMNS, TALKED, desk_with

LOG = "\r\n".join([HEADER, TALKED, LEFT, ""])
SENTENCE = "着信日時,オペレータ,結果\r\n2025-04-07 10:00:00,ﾔﾏﾀﾞ,応答\r\n"


def imported(desk: Desk, *files: Path) -> list[tuple[str, int, int]]:
    """Import; the name, new rows and refused rows of each file."""
    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, files, warehouse=warehouse)
    return [(file.file, file.new, file.rejected) for file in report.files]


def refusal(desk: Desk, file: Path) -> str:
    with pytest.raises(ImportRefused) as refused:
        imported(desk, file)
    assert not any((desk.state_folder / "unpacked-logs").glob("*"))
    return str(refused.value)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def gzipped(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path, PHONE_COLUMNS)


# What comes in


def test_each_member_of_an_archive_is_a_file_of_its_own(desk: Desk, tmp_path: Path) -> None:
    second = LOG.replace("\n1,", "\n3,").replace("\n2,", "\n4,")
    archive = zipped(
        tmp_path / "april.zip",
        {"a.csv": LOG.encode(), "days/b.csv": second.encode(), "__MACOSX/._a.csv": b"\x00", "days/": b""},
    )

    assert imported(desk, archive) == [("april.zip/a.csv", 2, 0), ("april.zip/days/b.csv", 2, 0)]
    assert imported(desk, archive) == [("april.zip/a.csv", 0, 0), ("april.zip/days/b.csv", 0, 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("told", ["utf-8", "cp932"])
def test_a_log_is_read_in_its_own_encoding_whatever_the_mapping_says(tmp_path: Path, encoding: str, told: str) -> None:
    mapping = {"queue": "support", "entered_at": "着信日時", "outcome": "結果", "outcomes": {"応答なし": "abandoned"}}
    desk = desk_with(tmp_path, mapping | {"encoding": told})
    (tmp_path / "log.csv").write_bytes("着信日時,結果\r\n2025-04-07 10:00:00,応答なし\r\n".encode(encoding))

    assert imported(desk, tmp_path / "log.csv") == [("log.csv", 1, 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "utf-16"])
def test_the_encoding_of_a_whole_file_is_found(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes((SENTENCE * 50).encode(encoding))

    assert encoding_of_file(path) == encoding


def test_a_packed_log_is_the_same_file_as_the_plain_one(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(LOG.encode())

    assert imported(desk, tmp_path / "log.csv") == [("log.csv", 2, 0)]
    assert imported(desk, gzipped(tmp_path / "log.csv.gz", LOG.encode())) == [("log.csv.gz", 0, 0)]


def test_the_sheet_with_the_header_is_read_with_dates_and_times_as_excel_holds_them(tmp_path: Path) -> None:
    columns = {"queue": "support", "entered_at": "着信", "days": {"着信": "日付"}, "wait_seconds": "待ち",
               "talk_seconds": "通話", "time_format": ""}  # fmt: skip
    desk, book = desk_with(tmp_path, columns), openpyxl.Workbook()
    book.active.append(["このブックについて"])
    sheet = book.create_sheet("通話")
    sheet.append(["月報", "2025年4月"])
    sheet.append(["日付", "着信", "待ち", "通話", "備考"])
    sheet.append([datetime(2025, 4, 7), time(9, 5, 7), 12.0, timedelta(minutes=5, seconds=12), None])
    sheet.append(["R7.4.7", "9時6分", "40秒", time(0, 1, 2), "長い"])
    sheet.append(["合計", None, 52, None])
    book.save(tmp_path / "log.xlsx")

    with opened_logs(desk.state_folder, [tmp_path / "log.xlsx"], names={"日付", "着信"}) as [plain]:
        lines = plain.read_text(encoding="utf-8").splitlines()

    assert lines[1:3] == ["日付,着信,待ち,通話,備考", "2025-04-07 00:00:00,09:05:07,12,0:05:12,"]
    assert imported(desk, tmp_path / "log.xlsx") == [("log.xlsx", 2, 1)]


def test_a_damaged_workbook_is_refused_and_closed(desk: Desk, tmp_path: Path) -> None:
    sound = io.BytesIO()
    openpyxl.Workbook().save(sound)
    path = tmp_path / "b.xlsx"
    path.write_bytes(repacked(sound.getvalue(), lambda name, told: told[:-9] if name == "xl/workbook.xml" else told))

    with pytest.raises(ImportRefused, match=r"b\.xlsx is a workbook that cannot be read \(ParseError") as refused:
        imported(desk, path)

    archives = [each for each in gc.get_objects() if isinstance(each, zipfile.ZipFile)]
    assert refused.value.__context__  # as long as it is remembered, so are the library's archives
    assert not [each.fp for each in archives if str(path) in str(each.filename) and each.fp and not each.fp.closed]


def test_a_workbook_within_a_zip_and_other_archives_are_told(desk: Desk, tmp_path: Path) -> None:
    inner = io.BytesIO()
    openpyxl.Workbook().save(inner)
    nested = zipped(tmp_path / "a.zip", {"log.xlsx": inner.getvalue()})

    assert "holds another archive or a workbook" in refusal(desk, nested)
    assert "a workbook without any filled sheet" in refusal(desk, write(tmp_path / "b.xlsx", inner.getvalue()))


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# What does not


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "locked with a password; save it as .xlsx"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "is .7z; unpack it"),
        (b"PK\x03\x04rest", "is damaged"),
        (b"\x1f\x8b\x08\x00damaged", "is damaged"),
        (gzip.compress(gzip.compress(b"id")), "holds another archive"),
        (gzip.compress(LOG.encode())[:-9], "is damaged"),
    ],
    ids=["xls or locked", "7z", "no zip", "no gzip", "packed twice", "cut off"],
)
def test_what_cannot_be_opened_is_refused_in_a_sentence(
    desk: Desk, tmp_path: Path, content: bytes, sentence: str
) -> None:
    told = refusal(desk, write(tmp_path / "log.csv", content))

    assert sentence in told
    assert "unpacked-logs" not in told


@pytest.mark.parametrize("name", ["../log.csv", "/etc/log.csv", "a/../../log.csv", "C:/log.csv", "a\\..\\log.csv"])
def test_a_path_that_leads_out_of_its_archive_is_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    member = zipfile.ZipInfo("x")
    member.filename = name
    with zipfile.ZipFile(tmp_path / "log.zip", "w") as archive:
        archive.writestr(member, LOG)

    assert "a path that leads out of it" in refusal(desk, tmp_path / "log.zip")
    assert not (tmp_path.parent / "log.csv").exists()


def test_a_link_in_an_archive_is_refused(desk: Desk, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("log.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "log.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert "holds a link, log.csv" in refusal(desk, tmp_path / "log.zip")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_refused_before_it_is_written_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(packing, "_HARMLESS_BYTES", 1_000_000)
    content = b"0" * 3_000_000
    bomb = tmp_path / f"log.{kind}"
    gzipped(bomb, content) if kind == "gz" else zipped(bomb, {"log.csv": content})

    assert "which no log of its size is" in refusal(desk, bomb)


def test_more_members_than_any_log_has_are_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_MEMBERS", 2)

    assert "holds 3 files" in refusal(desk, zipped(tmp_path / "a.zip", dict.fromkeys("abc", b"x")))


def test_a_header_of_thousands_of_columns_is_refused(desk: Desk, tmp_path: Path) -> None:
    content = ",".join(f"c{number}" for number in range(3000))

    assert "3,000 columns" in refusal(desk, write(tmp_path / "log.csv", content.encode()))


def test_a_file_whose_encoding_changes_is_refused(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, {"queue": "support", "entered_at": "着信日時"})
    mixed = SENTENCE.encode() * 10 + "応答\n".encode("cp932") + b"\xff\xfe\xff\n"

    assert "is not utf-8" in refusal(desk, write(tmp_path / "log.csv", mixed))


def test_a_refusal_names_the_member_as_people_know_it(desk: Desk, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "april.zip", {"a.csv": b"x,y\n1,2\n"})

    assert refusal(desk, archive).startswith(f"{archive}/a.csv has no column")


# What is left behind


def test_what_a_killed_import_left_is_removed_and_what_another_holds_is_not(desk: Desk, tmp_path: Path) -> None:
    folder = desk.state_folder / "unpacked-logs"
    (folder / "import-dead" / "1").mkdir(parents=True)
    (folder / "import-dead" / "1" / "log.csv").write_text("private")
    log = gzipped(tmp_path / "log.gz", LOG.encode())

    with opened_logs(desk.state_folder, [log]) as [held]:
        with opened_logs(desk.state_folder, [log]) as [other]:
            assert held.exists()
            assert other.exists()
            assert shown_name(other) == "log.gz"
        assert held.exists()

    assert not any(folder.glob("*"))


BOUNDED = """
import re, sys
from pathlib import Path
from data.importers.packing import opened_logs
from data.importers.csv_file import read_header
from data.errors import ImportRefused

def peak_kib():
    # Of this program alone: what getrusage tells begins with the memory of whoever started it.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

before = peak_kib()
path = Path(sys.argv[1])
try:
    with opened_logs(path.parent, [path], encodings=["cp932"]) as [plain]:
        read_header(plain, encoding="utf-8", delimiter=",")
except ImportRefused as told:
    print(told)
print("more", peak_kib() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a program its own peak of memory")
def test_a_line_without_end_in_an_archive_is_refused_within_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "log.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        for _ in range(60):
            out.write(b"\x82\xa0" * 500_000)

    done = subprocess.run([sys.executable, "-c", BOUNDED, str(path)], capture_output=True, text=True, check=True)

    assert "the row there is longer than" in done.stdout
    assert int(done.stdout.split("more ")[1]) < 30_000, "the line alone has 60 MB, and half as much again as UTF-8"
