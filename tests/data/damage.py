"""Damage to the bytes of a file, drawn by a seed."""

import gzip
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np

POISON = (b"\x00", b'"', b"\r", b"\n", b",", b",,,,", b"\xff\xfe", b"\xef\xbb\xbf", b"-", b"1e999", b"nan", b"\x1a",
          "９".encode(), "時".encode("cp932"), b"\x80" * 40, b"9" * 400, b"9999-12-31", b"0001-01-01")  # fmt: skip
MORE_POISON = (*POISON, b"|", b"||||||||||||", b"{", b"}", b"[", b"null", b"\\u0000", b"\\ud800", b"0", b"1e308", b" ")
"""Also of the marks of systems' own formats."""

Mutation = Callable[[bytes, np.random.Generator], bytes]


def _insert(content: bytes, rng: np.random.Generator, poison: Sequence[bytes] = POISON) -> bytes:
    place = int(rng.integers(len(content) + 1))
    return content[:place] + poison[int(rng.integers(len(poison)))] + content[place:]


def _insert_more(content: bytes, rng: np.random.Generator) -> bytes:
    return _insert(content, rng, MORE_POISON)


def _flip(content: bytes, rng: np.random.Generator) -> bytes:
    mutated = bytearray(content)
    for place in rng.integers(len(content), size=5):
        mutated[place] = int(rng.integers(256))
    return bytes(mutated)


def _cut(content: bytes, rng: np.random.Generator) -> bytes:
    first, last = sorted(rng.integers(len(content) + 1, size=2).tolist())
    return content[:first] + content[last:]


def _shuffle(content: bytes, rng: np.random.Generator) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[place] for place in rng.permutation(len(lines)))


def _mix_newlines(content: bytes, rng: np.random.Generator) -> bytes:
    endings = (b"\n", b"\r\n", b"\r", b"\n\n", b"\n\r")
    return b"".join(line + endings[int(rng.integers(5))] for line in content.splitlines())


def _pack(content: bytes, rng: np.random.Generator) -> bytes:
    return gzip.compress(content, mtime=0)


def _widen(content: bytes, rng: np.random.Generator) -> bytes:
    return content.decode("utf-8", errors="replace").encode("utf-16")


def _replace_digits(content: bytes, rng: np.random.Generator) -> bytes:
    """Figures that are figures still, and wrong."""
    mutated = bytearray(content)
    digits = [place for place, letter in enumerate(content) if 48 <= letter <= 57]
    for place in rng.choice(digits, size=4).tolist() if digits else ():
        mutated[place] = 48 + int(rng.integers(10))
    return bytes(mutated)


def repacked(content: bytes, damage: Callable[[str, bytes], bytes] = lambda _, told: told) -> bytes:
    """A zip whose members all bear the same moment, so that a seed gives the same bytes tomorrow."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(stream, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name), damage(name, before.read(name)), ZIP_DEFLATED)
    return stream.getvalue()


def _damage_member(content: bytes, rng: np.random.Generator) -> bytes:
    """What a zip holds damaged, and packed soundly."""
    chosen, kind = int(rng.integers(1 << 30)), (_insert_more, _replace_digits, _flip, _cut)[int(rng.integers(4))]
    try:
        with ZipFile(BytesIO(content)) as told:
            # half of the damage where the cells are
            cells = [name for name in told.namelist() if "sheet1" in name or "sharedStrings" in name]
            names = (cells or told.namelist()) if chosen % 2 else told.namelist()
        name = names[chosen // 2 % len(names)]
        return repacked(content, lambda member, text: kind(text or b"x", rng) if member == name else text)
    except (BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, ZeroDivisionError):
        return _insert_more(content, rng)


MUTATIONS: tuple[Mutation, ...] = (_insert, _insert, _flip, _cut, _shuffle, _mix_newlines, _pack, _widen)
ALL_MUTATIONS: tuple[Mutation, ...] = (*MUTATIONS, _insert_more, _insert_more, _replace_digits, _replace_digits)
BLOCK_MUTATIONS: tuple[Mutation, ...] = tuple(each for each in ALL_MUTATIONS if each not in (_pack, _widen))
"""Of a part of a file: those that do not change how the whole is written down."""
PACKED_MUTATIONS: tuple[Mutation, ...] = (*ALL_MUTATIONS, *[_damage_member] * 24)
"""Of a workbook, which seldom outlives damage to its own bytes."""


def mutated(content: bytes, *, seed: int | Sequence[int], mutations: Sequence[Mutation] = MUTATIONS) -> bytes:
    """The content with one to four damages."""
    rng = np.random.default_rng(seed)
    for _ in range(int(rng.integers(1, 5))):
        content = mutations[int(rng.integers(len(mutations)))](content or b"x", rng)
    return content
