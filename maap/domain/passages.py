"""Passages: the part of an answer that a finding is about, whole sentences of it."""

import re
from collections.abc import Collection

_END = re.compile(r"(?<=[.!?])[”\"']?\s+|\n+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in their order, as they stand in it."""
    return tuple(part.strip() for part in _END.split(text) if part and part.strip())


def passage(text: str, chosen: Collection[int]) -> str:
    """The words of a text from the first chosen sentence to the last, with all between; empty without any."""
    parts = sentences(text)
    within = [number for number in chosen if 0 <= number < len(parts)]
    if not within:
        return ""
    start, at = 0, []
    for part in parts:
        start = text.index(part, start)
        at.append(start)
        start += len(part)
    last = max(within)
    return text[at[min(within)] : at[last] + len(parts[last])]
