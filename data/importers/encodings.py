"""Finds out in which encoding a whole file is written, and writes it anew in UTF-8; memory does not grow with it."""

import codecs
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path

_PIECE_BYTES = 4_194_304
_PIECE_CHARACTERS = 1_048_576
_USUAL = ("cp932", "euc_jp")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HALF_KANA = "".join(chr(code) for code in range(0xFF61, 0xFFA0))
_NO_HALF_KANA = str.maketrans("", "", _HALF_KANA)
_SURELY_TEXT_BYTES = 4096


def encoding_of_file(path: Path, *, told: Iterable[str] = ()) -> str | None:
    """The encoding in which every byte of a file is text: `ascii`, `utf-8` or another; None where there is none.

    A file that is UTF-8 throughout is UTF-8, whatever is told of it: nothing else ever looks like it by chance.

    Parameters
    ----------
    told
        Encodings that may be meant, tried before the usual ones of Japan.
    """
    with path.open("rb") as raw:
        head = raw.read(_SURELY_TEXT_BYTES)
    if head.startswith(_WIDE_MARKS):
        return "utf-16" if _fits(path, "utf-16") else None
    wide = _wide_without_mark(head)
    if wide:
        return wide if _fits(path, wide) else None
    if b"\x00" in head:
        return None
    if _fits(path, "utf-8"):
        return "ascii" if _is_ascii(path) else "utf-8"
    candidates = [codecs.lookup(name).name for name in told]
    many_bytes = [name for name in candidates if _takes_several_bytes(name)]
    single_byte = [name for name in candidates if name not in many_bytes and name != "utf-8"]
    fitting = [name for name in dict.fromkeys((*many_bytes, *_USUAL)) if name != "utf-8" and _fits(path, name)]
    if fitting:
        return fitting[0] if fitting[0] in many_bytes else min(fitting, key=lambda name: _half_kana(path, name))
    return next((name for name in single_byte if _fits(path, name)), None)


def is_utf8(encoding: str) -> bool:
    """Whether a name means UTF-8, with or without a byte-order mark, or a part of it."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")


def write_as_utf8(path: Path, plain: Path, *, encoding: str) -> None:
    """Write a file's text, without its byte-order mark, in UTF-8."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    with (
        path.open("rb") as raw,
        TextIOWrapper(raw, encoding=codec, newline="") as text,
        plain.open("w", encoding="utf-8", newline="") as out,
    ):
        while piece := text.read(_PIECE_CHARACTERS):
            out.write(piece.removeprefix("\ufeff") if out.tell() == 0 else piece)


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as raw:
        try:
            while piece := raw.read(_PIECE_BYTES):
                if encoding != "utf-8" or not piece.isascii() or decoder.getstate()[0]:
                    decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _is_ascii(path: Path) -> bool:
    with path.open("rb") as raw:
        return all(piece.isascii() for piece in iter(lambda: raw.read(_PIECE_BYTES), b""))


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 whose mark was lost: of text with commas and digits, nearly every other byte is zero."""
    pairs = len(head) // 2
    if pairs < 8:
        return None
    for name, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > pairs * 0.3 and others.count(0) == 0:
            return name
    return None


def _takes_several_bytes(encoding: str) -> bool:
    try:
        return len("漢".encode(encoding)) > 1
    except UnicodeError:
        return False


def _half_kana(path: Path, encoding: str) -> int:
    """How many half-width kana the beginning would hold; text in the wrong encoding looks like nothing else."""
    with path.open("rb") as raw:
        text = codecs.getincrementaldecoder(encoding)().decode(raw.read(_SURELY_TEXT_BYTES))
    return len(text) - len(text.translate(_NO_HALF_KANA))
