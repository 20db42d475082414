"""Whatever order, repetition and cut the lines of a queue_log come in, the same legs follow; and nothing is lost."""

import gzip
import random
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from data.customer_key import key_path
from data.import_logs import import_logs
from data.importers import asterisk_book, asterisk_queue_log, line_file
from data.warehouse import Warehouse
from tests.data.asterisk_desk import asterisk_desk, imported, legs_of, line, rows_of, write_lines

FEW = settings(
    deadline=None, max_examples=3, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
"""An example is a whole import of many calls: to look for a smaller one takes longer than to read this one."""

LINEAGE = ["file_id", "row_no", "batch_id", "imported_at"]
ENDS = {"COMPLETECALLER", "COMPLETEAGENT", "ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY"}


def wild_events(chance: random.Random, *, calls: int) -> list[str]:
    """Events that no Asterisk writes in this order: stays begin twice, end before they begin, lack their end."""
    told = []
    for number in range(calls):
        for _ in range(chance.randint(1, 6)):
            at, queue = number * 7 + chance.randint(0, 5), chance.choice(["8000", "8000", "8001", "8002"])
            agent = chance.choice(["a1", "a2"])
            told.append(
                chance.choice(
                    [
                        line(at, f"c.{number}", queue, "NONE", "ENTERQUEUE", "", "", 1),
                        line(at, f"c.{number}", queue, "NONE", "ENTERQUEUE", "", "", 1),
                        line(at, f"c.{number}", queue, agent, "CONNECT", chance.randint(0, 3), "x", 1),
                        line(at, f"c.{number}", queue, agent, "COMPLETEAGENT", 1, chance.randint(0, 3), 1),
                        line(at, f"c.{number}", queue, "NONE", "ABANDON", 1, 1, chance.randint(0, 3)),
                        line(at, f"c.{number}", queue, "NONE", "EXITWITHTIMEOUT", 1, 1, chance.randint(0, 3)),
                        line(at, f"c.{number}", queue, "NONE", "EXITEMPTY", 1, 1, 0),
                        line(at, f"c.{number}", queue, agent, "RINGNOANSWER", 1000),
                        line(at, f"c.{number}", queue, "NONE", "JOINEMPTY"),
                        line(at, "NONE", "NONE", "NONE", "QUEUESTART"),
                        line(at, "NONE", queue, agent, "PAUSE", chance.choice(["wrapup", "lunch"])),
                        line(at, "NONE", queue, agent, "UNPAUSE"),
                    ]
                )
            )
    return told


def cut(lines: list[str], chance: random.Random) -> list[list[str]]:
    """The lines over a few files, in any order, some of them in several."""
    files: list[list[str]] = [[] for _ in range(chance.randint(2, 4))]
    for told in lines:
        for file in chance.sample(files, chance.choice([1, 1, 1, 2])):
            file.extend([told] * chance.choice([1, 1, 1, 2]))
    for file in files:
        chance.shuffle(file)
    return [file for file in files if file]


def legs_after(folder: Path, commands: Iterable[list[list[str]]]) -> pd.DataFrame:
    """The legs of a desk after commands that each import some files."""
    desk = asterisk_desk(folder, acw_reason="wrapup", wrapup_seconds=7)
    key_path(desk).parent.mkdir()
    key_path(desk).write_text("0" * 64)
    key_path(desk).chmod(0o600)
    for number, files in enumerate(commands):
        paths = [write_lines(folder / f"q{number}-{part}", ["", *lines]) for part, lines in enumerate(files)]
        with Warehouse.open(desk) as warehouse:
            import_logs(desk, paths, warehouse=warehouse, format="pbx")
    legs = legs_of(desk).drop(columns=LINEAGE)
    legs["flags"] = legs["flags"].map(lambda words: "|".join(words))
    return legs


@FEW
@given(seed=st.integers(0, 2**32))
def test_any_order_repetition_and_cut_of_the_lines_gives_the_same_legs(seed: int) -> None:
    chance = random.Random(seed)
    lines = list(dict.fromkeys(wild_events(chance, calls=40)))
    files = cut(lines, chance)

    with TemporaryDirectory() as one, TemporaryDirectory() as many, TemporaryDirectory() as together:
        whole = legs_after(Path(one), [[lines]])
        pieces = legs_after(Path(many), [[file] for file in files])
        at_once = legs_after(Path(together), [files[::-1]])

    pd.testing.assert_frame_equal(whole, pieces)
    pd.testing.assert_frame_equal(whole, at_once)


def reckoned_by_hand(lines: list[str]) -> list[tuple[str, str, float, float | None, str | None]]:
    """Queue, entry, answer and last event of each stay, one line after the other."""
    stays = []
    calls: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    for fields in (told.split("|") for told in dict.fromkeys(lines)):
        if fields[1] != "NONE" and fields[4] != "JOINEMPTY":
            calls.setdefault((fields[1], fields[2]), []).append((place_of(fields), fields))
    for (call, queue), events in calls.items():
        stay: dict[str, object] | None = None
        for _, fields in sorted(events, key=lambda told: told[0]):
            if fields[4] == "ENTERQUEUE":
                stay = {"at": int(fields[0]), "answer": None, "end": None}
                stays.append((call, queue, stay))
            elif stay and fields[4] == "CONNECT" and not stay["end"] and stay["answer"] is None:
                stay["answer"] = int(fields[0])
            elif stay and fields[4] in ENDS and not stay["end"]:
                stay["end"] = fields[4]
    return [(call, queue, stay["at"], stay["answer"], stay["end"]) for call, queue, stay in stays]  # type: ignore[misc]


def place_of(fields: list[str]) -> int:
    """When in a second: what tells of more than a second's wait before an entry, other answers and ends after it."""
    name, data = fields[4], [int(word) for word in fields[5:] if word.isdigit()]
    if name == "ENTERQUEUE":
        return int(fields[0]) * 8 + 2
    told = {"CONNECT": data[:1], "COMPLETEAGENT": data[:2], "RINGNOANSWER": [data[0] // 1000] if data else []}
    late = sum(told.get(name, data[2:3])) <= 1
    return int(fields[0]) * 8 + (3 if late else 0) + (name in ENDS)


@FEW
@example(seed=7)
@given(seed=st.integers(0, 2**32))
def test_stays_are_those_that_are_found_by_going_through_the_lines_one_by_one(seed: int) -> None:
    lines = [told for told in wild_events(random.Random(seed), calls=120) if "QUEUESTART" not in told]
    distinct = {(told.split("|")[1], place_of(told.split("|")), told.split("|")[2]): told for told in lines}

    with TemporaryDirectory() as folder:
        desk = asterisk_desk(Path(folder))
        imported(desk, write_lines(Path(folder) / "q", distinct.values()))
        legs = rows_of(desk)

    legs = legs[legs["outcome"] != "blocked"]
    answered = legs["answered_at"].map(lambda at: None if pd.isna(at) else int(at.timestamp()))
    found = sorted(
        zip(
            legs["contact_id"],
            legs["queue_key"].map({"technical": "8000", "billing": "8001", "second": "8002"}),
            legs["entered_at"].map(lambda at: int(at.timestamp())),
            strict=True,
        )
    )
    by_hand = reckoned_by_hand(list(distinct.values()))
    assert found == sorted((call, queue, at) for call, queue, at, _, _ in by_hand)
    assert answered.notna().sum() == sum(
        answer is not None or end == "COMPLETEAGENT" for _, _, _, answer, end in by_hand
    )
    assert (legs["outcome"] == "abandoned").sum() == sum(
        end == "ABANDON" and answer is None for _, _, _, answer, end in by_hand
    )


def mutated(text: bytes, chance: random.Random) -> bytes:
    """Some bytes gone, doubled or changed."""
    told = bytearray(text)
    for _ in range(chance.randint(1, 60)):
        place = chance.randrange(len(told))
        what = chance.choice(["drop", "double", "swap", "cut"])
        if what == "drop":
            del told[place]
        elif what == "double":
            told[place:place] = told[place : place + chance.randint(1, 40)]
        elif what == "swap":
            told[place] = chance.choice([*b"|\n\r\t \"',-9\x00", *range(128, 256), *range(32, 127)])
        else:
            del told[place : place + chance.randint(1, 30)]
    return bytes(told)


@FEW
@given(seed=st.integers(0, 2**32))
def test_mutated_lines_are_events_or_refused_and_never_lost(seed: int) -> None:
    chance = random.Random(seed)
    text = mutated("".join(f"{told}\n" for told in wild_events(chance, calls=60)).encode(), chance)

    with TemporaryDirectory() as folder:
        desk = asterisk_desk(Path(folder))
        (Path(folder) / "q").write_bytes(text)
        with Warehouse.open(desk) as warehouse:
            report = import_logs(desk, [Path(folder) / "q"], warehouse=warehouse, format="pbx")

    assert report.read == sum(1 for told in text.split(b"\n") if told.strip())
    assert report.read == report.new + report.changed + report.same + report.rejected


def test_a_file_that_is_no_log_at_all_is_rejected_line_by_line(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    noise = random.Random(1).randbytes(5000)
    (tmp_path / "q").write_bytes(noise)

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [tmp_path / "q"], warehouse=warehouse, format="pbx")

    assert report.rejected == report.read == sum(1 for told in noise.split(b"\n") if told.strip())


def test_calls_and_people_taken_in_parts_give_the_legs_and_states_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for name, events in (("whole", 10_000), ("parts", 25)):
        monkeypatch.setattr(asterisk_book, "PART_EVENTS", events)
        desk = asterisk_desk(tmp_path / name, acw_reason="wrapup")
        key_path(desk).parent.mkdir(parents=True)
        key_path(desk).touch(mode=0o600)
        key_path(desk).write_text("00" * 32, encoding="ascii")
        for number, file in enumerate(cut(wild_events(random.Random(4), calls=40), random.Random(4))):
            imported(desk, write_lines(desk.folder / f"queue_log.{number}", file))
        told.append([rows_of(desk, table) for table in ("contact_leg", "agent_state")])

    for whole, parts in zip(*told, strict=True):
        columns = [column for column in whole.columns if column != "imported_at"]
        keys = [column for column in ("leg_id", "agent_key", "start_utc") if column in columns]
        assert len(whole) > 20
        pd.testing.assert_frame_equal(
            whole[columns].sort_values(keys, ignore_index=True), parts[columns].sort_values(keys, ignore_index=True)
        )


@pytest.mark.parametrize("form", ["plain", "packed", "odd"])
def test_a_log_taken_in_slice_by_slice_gives_what_it_gives_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    lines = [told for told in wild_events(random.Random(5), calls=15) for _ in range(1 + (told[-1] == "1"))]
    text = "\n".join([*lines, line(9, "c.1", "9999", "a1", "CONNECT", 1), *(["", "a|b", "\x00"] * (form == "odd")), ""])
    told = []
    for name, size in (("whole", 1_000_000), ("slices", 400)):
        monkeypatch.setattr(line_file, "SLICE_BYTES", size)
        monkeypatch.setattr(asterisk_queue_log, "KEPT_LINES", size // 40)
        desk = asterisk_desk(tmp_path / name)
        key_path(desk).parent.mkdir(parents=True)
        key_path(desk).touch(mode=0o600)
        key_path(desk).write_text("00" * 32, encoding="ascii")
        files = [desk.folder / "queue_log.1", desk.folder / "queue_log"]
        for file, content in zip(files, (text[: len(text) // 2], text[len(text) // 3 :]), strict=True):
            file.write_bytes(gzip.compress(content.encode()) if form == "packed" else content.encode())
        reports = imported(desk, *files).files
        tables = [rows_of(desk, table) for table in ("contact_leg", "asterisk_call_event", "import_reject")]
        told.append((reports, tables))
        assert not (desk.state_folder / "spill" / "slices").exists()

    (whole, tables_of_whole), (slices, tables_of_slices) = told
    assert slices == whole
    assert whole[0].same > 0
    assert whole[1].same > 0
    assert whole[1].new > 0
    assert whole[1].rejected > 0
    for one, other in zip(tables_of_whole, tables_of_slices, strict=True):
        columns = [column for column in one.columns if column not in ("imported_at", "flags")]
        keys = [column for column in ("file_id", "row_no", "leg_id", "reason") if column in columns]
        pd.testing.assert_frame_equal(
            one[columns].sort_values(keys, ignore_index=True), other[columns].sort_values(keys, ignore_index=True)
        )
