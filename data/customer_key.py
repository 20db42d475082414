"""Keys that tell customers and agents apart without telling who they are: HMAC-SHA256 with a key only this desk has.

A customer's key serves to find contacts repeated by the same number; an agent's pseudonym to count who was seen. The
key file lies beside the store, never in it: without it nobody can try out numbers against a copy of the store.
"""

import hmac
import os
import secrets
from pathlib import Path

from data.desk import Desk
from data.errors import TsunagariError
from data.warehouse import Warehouse

_BLOCK_BYTES = 64
"""Of SHA-256 (RFC 2104)."""

_DIALLED_FROM_ABROAD = {"JP": ("81", "0"), "US": ("1", ""), "CA": ("1", ""), "GB": ("44", "0"), "DE": ("49", "0"),
                        "FR": ("33", "0"), "AU": ("61", "0"), "KR": ("82", "0"), "TW": ("886", "0")}  # fmt: skip
"""By country: its code, and what stands in that code's place at home (ITU-T E.164)."""


def use_desk_key(warehouse: Warehouse, desk: Desk) -> None:
    """Make `customer_key_of(text)`, `customer_tombstone(key)` and `agent_key_of(text)` known to the store's SQL.

    Numbers are compared as dialled at home: full-width digits, hyphens, blanks and the country's code make no
    difference. What holds no number of six digits or more (a withheld one) has no key.

    Raises
    ------
    TsunagariError
        If others than the owner can read the key file, or it holds no key.
    """
    key = _desk_key(desk).ljust(_BLOCK_BYTES, b"\x00")
    code, trunk = _DIALLED_FROM_ABROAD.get(desk.settings.country, ("", ""))
    warehouse.set_variables(
        key_inner=bytes(byte ^ 0x36 for byte in key),
        key_outer=bytes(byte ^ 0x5C for byte in key),
        dialled_from_abroad=rf"^(\+|00|010){code}0?" if code else "^$",
        dialled_at_home=trunk,
        staff_names=[person.name for person in desk.staff],
    )
    warehouse.run("desk_key_macros")


def key_path(desk: Desk) -> Path:
    """Where the desk's key lies; whoever deletes it can never match a customer again."""
    return desk.state_folder / "customer.key"


def _desk_key(desk: Desk) -> bytes:
    path = key_path(desk)
    if not path.is_file():
        _write_new_key(path)
    if path.stat().st_mode & 0o077:
        raise TsunagariError("{path} can be read by others than its owner; run: chmod 600 {path}", path=path)
    key = bytes.fromhex(text) if _is_hex(text := path.read_text(encoding="ascii", errors="replace").strip()) else b""
    if len(key) < 32:
        raise TsunagariError(
            "{path} holds no key of 32 bytes in hexadecimal; put the right file back from your backup", path=path
        )
    return key


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(letter in "0123456789abcdef" for letter in text)


def _write_new_key(path: Path) -> None:
    """Write it whole or not at all: a chain killed here begins with a new key next time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(32) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def keyed(key: bytes, text: str) -> str:
    """The first 128 bits of HMAC-SHA256 in hexadecimal: what the SQL gives, said once more."""
    return hmac.new(key, text.encode(), "sha256").hexdigest()[:32]
