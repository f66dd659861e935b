"""Patterns within expressions, tried on all places of a text at once: no pattern and no answer can keep the house busy.

Python's own `re` tries one way after the other, and «(a|aa)+b» on forty letters would stand still for hours, with it
everybody whom the process serves. Here each part of a pattern turns a set of places into the places where it may end.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from re import _parser  # type: ignore[attr-defined]  # what a pattern says, as Python itself reads it
from typing import Any

from maap.domain.problems import Problem

Places = set[int]
_Step = Callable[[str, Places], Places]
_Test = Callable[[str], bool]
DEEPEST = 40
_KNOWN_FLAGS = re.UNICODE | re.IGNORECASE
_CATEGORIES: dict[str, _Test] = {
    "DIGIT": str.isdecimal,
    "SPACE": str.isspace,
    "WORD": lambda letter: letter.isalnum() or letter == "_",
}


class BadPattern(Problem):
    """A pattern that cannot be read, or asks for more than places can tell."""


@lru_cache(maxsize=512)
def pattern(text: str) -> Callable[[str], bool]:
    """What tells whether the whole of a text fits. Raises BadPattern with the reason."""
    try:
        read = _parser.parse(text)
    except (re.error, RecursionError, OverflowError):
        raise BadPattern("check its brackets and signs") from None
    if read.state.flags & ~_KNOWN_FLAGS:
        raise BadPattern("of the settings in brackets only (?i) is known here")
    step = _all(read, bool(read.state.flags & re.IGNORECASE), 1)
    return lambda given: len(given) in step(given, {0})


def _all(parts: Any, either_case: bool, depth: int) -> _Step:
    """One part after the other."""
    if depth > DEEPEST:
        raise BadPattern("it is nested too deeply")
    steps = [_part(str(kind), told, either_case, depth) for kind, told in parts]

    def ends(text: str, places: Places) -> Places:
        for step in steps:
            places = step(text, places)
        return places

    return ends


def _part(kind: str, told: Any, either_case: bool, depth: int) -> _Step:
    match kind:
        case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
            return partial(_letter, _test(kind, told, either_case))
        case "AT":
            return partial(_at, str(told))
        case "BRANCH":
            ways = [_all(one, either_case, depth + 1) for one in told[1]]
            return lambda text, places: set().union(*(way(text, places) for way in ways))
        case "SUBPATTERN" if not told[1] and not told[2]:
            return _all(told[3], either_case, depth + 1)
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, inner = told
            return partial(_repeated, _all(inner, either_case, depth + 1), int(least), int(most))
    raise BadPattern("looking ahead or back and repeating what a bracket found are not known here")


def _repeated(step: _Step, least: int, most: int, text: str, places: Places) -> Places:
    """As often as is allowed. A place that was reached before leads nowhere new, and so it ends."""
    for _ in range(least):
        before, places = places, step(text, places)
        if places in (before, set()):
            break
    found, new = set(places), places
    for _ in range(least, most):
        new = step(text, new) - found
        if not new:
            break
        found |= new
    return found


def _letter(fits: _Test, text: str, places: Places) -> Places:
    return {at + 1 for at in places if at < len(text) and fits(text[at])}


def _at(where: str, text: str, places: Places) -> Places:
    end = len(text)
    match where.removeprefix("AT_"):
        case "BEGINNING" | "BEGINNING_STRING":
            return places & {0}
        case "END_STRING":
            return places & {end}
        case "END":
            return places & ({end, end - 1} if text.endswith("\n") else {end})
        case "BOUNDARY" | "NON_BOUNDARY" as kind:
            return {at for at in places if (_is_word(text, at - 1) != _is_word(text, at)) is (kind == "BOUNDARY")}
    raise BadPattern(f"{where} is not known here")


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and _CATEGORIES["WORD"](text[at])


def _test(kind: str, told: Any, either_case: bool) -> _Test:
    """Whether one letter fits."""
    if kind == "ANY":
        return "\n".__ne__
    listed = told if kind == "IN" else [("LITERAL", told)]
    wanted = kind != "NOT_LITERAL" and not any(str(one) == "NEGATE" for one, _ in listed)
    tests = [_member(str(one), value) for one, value in listed if str(one) != "NEGATE"]

    def fits(letter: str) -> bool:
        cases = (letter, letter.lower(), letter.upper()) if either_case else (letter,)
        return any(test(one) for one in cases if len(one) == 1 for test in tests) is wanted

    return fits


def _member(kind: str, told: Any) -> _Test:
    match kind:
        case "LITERAL":
            return chr(told).__eq__
        case "RANGE":
            first, last = told
            return lambda letter: first <= ord(letter) <= last
    name = str(told).removeprefix("CATEGORY_")
    test = _CATEGORIES[name.removeprefix("NOT_")]
    return (lambda letter: not test(letter)) if name.startswith("NOT_") else test
