"""Which letters the shipped fonts can draw: a PDF for everybody may not hold one that they cannot."""

import struct
import unicodedata
from functools import lru_cache
from typing import Any

from maap.reports.pictures import FONTS

_STANDS_FOR_IT = "\u25a1"
_KEPT = "\n\r\t\N{SOFT HYPHEN}"


def drawable(value: Any) -> Any:
    """The same texts with letters that the fonts have: a plain form of it where there is one, otherwise a box.

    What would not be seen anyway, such as a mark that turns the direction of writing, is left out.
    """
    match value:
        case str():
            return value if value.isascii() else "".join(map(_drawn, value))
        case dict():
            return {name: drawable(part) for name, part in value.items()}
        case list() | tuple():
            return [drawable(part) for part in value]
    return value


@lru_cache(maxsize=4096)
def _drawn(sign: str) -> str:
    known = _known()
    if sign in _KEPT or (sign in known and unicodedata.category(sign) != "Cf"):
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and all(one in known for one in plain):
        return plain
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in ("Cf", "Mn", "Cc", "Cs", "Cn") else _STANDS_FOR_IT


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The letters that all shipped fonts have."""
    fonts = [_letters(file.read_bytes()) for file in sorted(FONTS.glob("*.ttf"))]
    return frozenset(map(chr, frozenset.intersection(*fonts)))


def _letters(font: bytes) -> frozenset[int]:
    """The code points of a font, from its table of characters (format 4: ranges of two bytes)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    for at in range(count):
        where = start + struct.unpack_from(">L", font, start + 8 + 8 * at)[0]
        if struct.unpack_from(">H", font, where)[0] == 4:
            return _ranges(font, where)
    return frozenset()


def _ranges(font: bytes, where: int) -> frozenset[int]:
    many = struct.unpack_from(">H", font, where + 6)[0] // 2
    ends = struct.unpack_from(f">{many}H", font, where + 14)
    starts = struct.unpack_from(f">{many}H", font, where + 16 + 2 * many)
    return frozenset(one for first, last in zip(starts, ends, strict=True) for one in range(first, last + 1)) - {0xFFFF}
