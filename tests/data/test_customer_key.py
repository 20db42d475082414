import stat
from pathlib import Path

import pytest

from data.customer_key import key_path, keyed, use_desk_key
from data.desk import Desk
from data.errors import TsunagariError
from data.forget import forget_customer
from data.import_logs import import_logs
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.log_builders import HEADER, LEFT, PHONE_COLUMNS, TALKED, desk_with, write_log

NUMBERS = ("0120000123", "0300001234", "+12025550123")
NAMES = ("Hanako Example", "見本花子")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path, PHONE_COLUMNS)


def key_of(warehouse: Warehouse, told: str) -> str | None:
    warehouse.set_variables(told=told)
    key = warehouse.query_text("SELECT customer_key_of(getvariable('told')) AS key")["key"].iloc[0]
    return None if key is None else str(key)


def put_keys(warehouse: Warehouse, number: str) -> None:
    """Give every leg this customer's key, as an importer whose source tells numbers does."""
    warehouse.set_variables(told=number)
    warehouse.run_text("UPDATE contact_leg SET customer_key = customer_key_of(getvariable('told'))")


def test_the_key_is_hmac_sha256_of_the_number_as_dialled_at_home(desk: Desk) -> None:
    with Warehouse.open(desk) as warehouse:
        use_desk_key(warehouse, desk)

        told = key_of(warehouse, "０３-００００-1234")

    key = bytes.fromhex(key_path(desk).read_text().strip())
    assert told == keyed(key, "0300001234")


@pytest.mark.parametrize(
    "same",
    ["03-0000-1234", "(03) 0000 1234", "+81-3-0000-1234", "+81(0)3-0000-1234", "010813-0000-1234", "sip:0300001234@x"],
)
def test_one_number_written_in_several_ways_has_one_key(desk: Desk, same: str) -> None:
    with Warehouse.open(desk) as warehouse:
        use_desk_key(warehouse, desk)

        assert key_of(warehouse, same) == key_of(warehouse, "0300001234")
        assert key_of(warehouse, same) != key_of(warehouse, "0300001235")


@pytest.mark.parametrize("told", ["", "非通知", "anonymous", "7140"])
def test_what_is_no_number_has_no_key(desk: Desk, told: str) -> None:
    with Warehouse.open(desk) as warehouse:
        use_desk_key(warehouse, desk)

        assert key_of(warehouse, told) is None


def test_the_key_file_is_its_owners_alone_and_refused_where_others_can_read_it(desk: Desk) -> None:
    with Warehouse.open(desk) as warehouse:
        use_desk_key(warehouse, desk)
        mode = stat.S_IMODE(key_path(desk).stat().st_mode)
        key_path(desk).chmod(0o644)

        with pytest.raises(TsunagariError, match=r"can be read by others than its owner; run: chmod 600"):
            use_desk_key(warehouse, desk)
    assert mode == 0o600


def test_a_key_file_that_holds_no_key_is_refused(desk: Desk) -> None:
    key_path(desk).parent.mkdir(parents=True, exist_ok=True)
    key_path(desk).touch(mode=0o600)

    with Warehouse.open(desk) as warehouse, pytest.raises(TsunagariError, match="holds no key of 32 bytes"):
        use_desk_key(warehouse, desk)


def test_agents_become_pseudonyms_unless_staff_csv_names_them(desk: Desk, tmp_path: Path) -> None:
    other = TALKED.replace("1,2025", "2,2025", 1).replace("a1", NAMES[0])
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [write_log(tmp_path / "1.csv", [TALKED, other])], warehouse=warehouse)
        agents = warehouse.table("contact_leg").sort_values("leg_id")["agent_key"].tolist()

    assert agents[0] == "a1"
    assert agents[1].startswith("agent-")


def test_a_forgotten_customer_stays_an_anonymous_count(desk: Desk, tmp_path: Path) -> None:
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [write_log(tmp_path / "1.csv", [TALKED, LEFT])], warehouse=warehouse)
        put_keys(warehouse, NUMBERS[0])

        rows = forget_customer(warehouse, desk, number="0120-000-123")

        assert rows == 2
        assert warehouse.table("contact_leg")["customer_key"].isna().tolist() == [True, True]
        assert len(warehouse.table("forgotten_customer")) == 1


def test_an_undo_does_not_bring_a_forgotten_customer_back(desk: Desk, tmp_path: Path) -> None:
    header, columns = HEADER + ",version", PHONE_COLUMNS | {"updated_at": "version"}
    versioned = desk_with(tmp_path, columns)
    old = write_log(tmp_path / "1.csv", [LEFT + ",2025-04-07 11:00:00"], header=header)
    new = write_log(tmp_path / "2.csv", [LEFT.replace(":35", ":55") + ",2025-04-08 11:00:00"], header=header)
    with Warehouse.open(versioned) as warehouse:
        import_logs(versioned, [old], warehouse=warehouse)
        put_keys(warehouse, NUMBERS[0])
        import_logs(versioned, [new], warehouse=warehouse)
        put_keys(warehouse, NUMBERS[0])

        rows = forget_customer(warehouse, versioned, number=NUMBERS[0])
        undo_import(warehouse, versioned, batch=2)
        legs = warehouse.table("contact_leg")

    assert rows == 2
    assert (len(legs), legs["wait_s"].tolist()) == (1, [30.0])
    assert legs["customer_key"].isna().all()


def test_what_is_no_number_cannot_be_forgotten(desk: Desk) -> None:
    with Warehouse.open(desk) as warehouse, pytest.raises(TsunagariError, match="neither a number of six digits"):
        forget_customer(warehouse, desk, number="withheld")


def test_no_number_and_no_name_is_anywhere_in_the_desks_folder(desk: Desk, tmp_path: Path) -> None:
    header = HEADER + ",caller,remark"
    lines = [
        TALKED.replace("1,2025", f"{number},2025", 1).replace("a1", name) + f",{caller},call {name} at {caller}"
        for number, (caller, name) in enumerate(zip(NUMBERS, (*NAMES, NAMES[0]), strict=True))
    ]
    spoilt = [line.replace("TALKED", f"with {NUMBERS[0]}") for line in lines] + [f"9,{NUMBERS[0]},{NAMES[1]}"]
    path = write_log(tmp_path.parent / f"{tmp_path.name}.csv", lines + spoilt, header=header)
    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [path], warehouse=warehouse)
    path.unlink()

    assert (report.new, report.rejected) == (3, 4)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert [word for word in (*NUMBERS, *NAMES) if word.encode() in kept] == []
