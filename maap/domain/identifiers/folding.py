"""A text with the tricks of typing taken out, and the way back to what was typed."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NOTHING = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_AS: dict[str, str] = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    **dict.fromkeys("\u2028\u2029\r", "\n"),
    "\t": " ",
}


@dataclass(frozen=True)
class Folded:
    """A text to search in. ``at[i]`` is where its character ``i`` was typed; one entry more marks the end."""

    text: str
    at: Sequence[int]


def _fold(char: str) -> str:
    """One typed character as one plain character; ligatures and the like stay as they are."""
    if char in _AS:
        return _AS[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isspace() and char != "\n":
        return " "
    wide = unicodedata.normalize("NFKC", char) if char >= "\uff00" else char
    return wide if len(wide) == 1 else char


def folded(text: str) -> Folded:
    """The text composed (NFC), without invisible characters, with plain digits, letters, spaces and dashes."""
    if text.isascii() and "\r" not in text and "\t" not in text and "`" not in text:
        return Folded(text, range(len(text) + 1))
    chars: list[str] = []
    at: list[int] = []
    for position, char in enumerate(text):
        if char in _NOTHING:
            continue
        if chars and unicodedata.combining(char):
            both = unicodedata.normalize("NFC", chars[-1] + char)
            if len(both) == 1:
                chars[-1] = both
                continue
        chars.append(char if char.isascii() and char.isalnum() else _fold(char))
        at.append(position)
    return Folded("".join(chars), [*at, len(text)])
