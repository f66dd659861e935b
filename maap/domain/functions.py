"""The functions an expression may call, and how its values turn into numbers, texts and truth."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from maap.domain.patterns import BadPattern
from maap.domain.patterns import pattern as fitting

_NUMBER = re.compile(r"\s*-?(\d{1,300}(\.\d*)?|\.\d+)\s*")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T.*)?")
_FIRST_DAY = date(1970, 1, 1)
_HUGE = 10**300
LONGEST_TEXT = 20_000


def number(value: object) -> float:
    """A number; a date is its days since 1 January 1970; what is neither is not a number (nan)."""
    if isinstance(value, float):
        return value
    if isinstance(value, int | Decimal):
        return float(value) if -_HUGE < value < _HUGE else math.copysign(math.inf, value)
    if isinstance(value, list):
        return number(value[0]) if value else math.nan
    text = str(value)
    if _NUMBER.fullmatch(text):
        return float(text)
    day = _day(text)
    return math.nan if day is None else float((day - _FIRST_DAY).days)


def string(value: object) -> str:
    """A text; whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return string(value[0]) if value else ""
    if isinstance(value, float):
        if math.isnan(value) or math.isinf(value):
            return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def boolean(value: object) -> bool:
    """True for a text that is not empty, a number other than 0 and a list with something in it."""
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return bool(value)


def same(left: object, right: object) -> bool:
    """Equality as XPath 1 has it: as truth, else as numbers, else as texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) == boolean(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return number(left) == number(right)


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.strip())
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _date(value: object) -> str:
    if isinstance(value, str):
        day = _day(value)
        return "" if day is None else day.isoformat()
    days = number(value)
    try:
        return (_FIRST_DAY + timedelta(days=math.floor(days))).isoformat()
    except (ValueError, OverflowError):
        return ""


def _format_date(value: object, pattern: object) -> str:
    day = _day(_date(value))
    if day is None:
        return ""
    parts = {
        "Y": f"{day.year:04}", "y": f"{day.year % 100:02}", "m": f"{day.month:02}", "n": str(day.month),
        "b": f"{day:%b}", "d": f"{day.day:02}", "e": str(day.day), "a": f"{day:%a}",
    }  # fmt: skip
    return re.sub(r"%(.)", lambda match: parts.get(match[1], "00" if match[1] in "HhMS" else match[0]), string(pattern))


def _items(values: Iterable[object]) -> list[object]:
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _figures(values: Iterable[object]) -> list[float]:
    return [number(item) for item in _items(values) if item != ""]


def _round(value: object, places: object = 0.0) -> float:
    figure, digits = number(value), number(places)
    if not math.isfinite(figure) or not math.isfinite(digits):
        return math.nan
    factor = 10.0 ** max(-15, min(15, int(digits)))
    scaled = figure * factor
    return math.floor(scaled + 0.5) / factor if math.isfinite(scaled) else figure


def _int(value: object) -> float:
    figure = number(value)
    return float(math.trunc(figure)) if math.isfinite(figure) else math.nan


def _regex(value: object, pattern: object) -> bool:
    try:
        return fitting(string(pattern))(string(value)[:LONGEST_TEXT])
    except BadPattern:
        return False


def _substr(value: object, start: object, end: object = math.inf) -> str:
    first, last = number(start), number(end)
    text = string(value)
    if math.isnan(first) or math.isnan(last):
        return ""
    clipped = [int(max(-len(text), min(len(text), edge))) for edge in (first, last)]
    return text[clipped[0] : clipped[1]]


def _selected_at(value: object, place: object) -> str:
    words, index = string(value).split(), number(place)
    return words[int(index)] if 0 <= index < len(words) else ""


def _join(separator: object, *values: object) -> str:
    return string(separator).join(text for text in map(string, _items(values)) if text)[:LONGEST_TEXT]


def _concat(*values: object) -> str:
    return "".join(map(string, _items(values)))[:LONGEST_TEXT]


def _once(scope: Any, value: object) -> object:
    return value if scope.this in ("", None) else scope.this


@dataclass(frozen=True)
class Function:
    """`run` takes the scope, then the arguments; `least` and `most` say how many (None: any number)."""

    run: Callable[..., object]
    least: int
    most: int | None


def _plain(work: Callable[..., object], least: int, most: int | None) -> Function:
    return Function(lambda _scope, *given: work(*given), least, most)


FUNCTIONS = {
    "selected": _plain(lambda chosen, value: string(value) in string(chosen).split(), 2, 2),
    "count-selected": _plain(lambda chosen: float(len(string(chosen).split())), 1, 1),
    "selected-at": _plain(_selected_at, 2, 2),
    "if": _plain(lambda condition, then, otherwise: then if boolean(condition) else otherwise, 3, 3),
    "coalesce": _plain(lambda *given: next((value for value in given if string(value)), ""), 1, None),
    "once": Function(_once, 1, 1),
    "today": Function(lambda scope: scope.today.isoformat(), 0, 0),
    "now": Function(lambda scope: f"{scope.today.isoformat()}T00:00:00", 0, 0),
    "date": _plain(_date, 1, 1),
    "format-date": _plain(_format_date, 2, 2),
    "decimal-date-time": _plain(number, 1, 1),
    "string-length": Function(lambda scope, *given: float(len(string(given[0] if given else scope.this))), 0, 1),
    "regex": _plain(_regex, 2, 2),
    "contains": _plain(lambda text, part: string(part) in string(text), 2, 2),
    "starts-with": _plain(lambda text, start: string(text).startswith(string(start)), 2, 2),
    "ends-with": _plain(lambda text, end: string(text).endswith(string(end)), 2, 2),
    "substr": _plain(_substr, 2, 3),
    "normalize-space": Function(
        lambda scope, *given: " ".join(string(given[0] if given else scope.this).split()), 0, 1
    ),
    "concat": _plain(_concat, 1, None),
    "join": _plain(_join, 2, None),
    "string": _plain(string, 1, 1),
    "int": _plain(_int, 1, 1),
    "number": _plain(number, 1, 1),
    "round": _plain(_round, 1, 2),
    "abs": _plain(lambda value: abs(number(value)), 1, 1),
    "sum": _plain(lambda *given: math.fsum(_figures(given)) if _sound(given) else math.nan, 1, None),
    "count": _plain(lambda value: float(sum(1 for item in _items([value]) if item != "")), 1, 1),
    "count-non-empty": _plain(lambda value: float(sum(1 for item in _items([value]) if item != "")), 1, 1),
    "min": _plain(lambda *given: min(_figures(given), default=math.nan), 1, None),
    "max": _plain(lambda *given: max(_figures(given), default=math.nan), 1, None),
    "position": Function(lambda scope: float(scope.position), 0, 0),
    "boolean": _plain(boolean, 1, 1),
    "not": _plain(lambda value: not boolean(value), 1, 1),
    "true": _plain(lambda: True, 0, 0),
    "false": _plain(lambda: False, 0, 0),
    "choice-name": Function(lambda scope, value, name: scope.label(string(name), string(value)), 2, 2),
}


def _sound(values: Iterable[object]) -> bool:
    return all(math.isfinite(figure) for figure in _figures(values))
