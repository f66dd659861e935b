"""Columns of a list that would tell who somebody is, found by what they hold and not only by what they are called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from maap.domain.first_names import FIRST_NAMES
from maap.domain.grid import Grid
from maap.domain.written_dates import uk_date


@dataclass(frozen=True)
class Suspicion:
    """A column that seems to identify people. `example_masked` shows the shape of a value, not the value."""

    column: str
    kind: str
    example_masked: str
    sentence: str


@dataclass(frozen=True)
class _Kind:
    """`enough` is the share of a column's different values at which the column is taken to hold the kind."""

    words: str
    heading: re.Pattern[str]
    content: re.Pattern[str] | None
    enough: float


def _seen(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_POSTCODE = r"\b(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}\b"
_STREETS = "road|street|avenue|lane|close|drive|way|court|crescent|place|gardens|terrace|grove|walk|square|rd|ave|st"
_KINDS = (
    _Kind("e-mail addresses", _seen(r"\be ?mail\b"), _seen(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w"), 0.05),
    _Kind(
        "National Insurance numbers",
        _seen(r"national insurance|\bnino\b|^ni (no|num)"),
        _seen(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b"),
        0.05,
    ),
    _Kind(
        "unique pupil numbers", _seen(r"\bupn\b|unique pupil"), _seen(r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[A-Z\d](?!\w)"), 0.05
    ),
    _Kind(
        "addresses",
        _seen(r"\baddress\b|^street|^house (no|name|number)"),
        _seen(rf"\b\d+[a-z]?,? (?:[a-z']+ ){{1,4}}(?:{_STREETS})\b"),
        0.1,
    ),
    _Kind("postcodes", _seen(r"\bpost ?codes?\b"), _seen(_POSTCODE), 0.1),
    _Kind(
        "initials with a date of birth",
        _seen(r"\binitials\b"),
        _seen(r"^[A-Z]{2,3}[ -/]?(?:0[1-9]|[12]\d|3[01])[/.-]?(?:0[1-9]|1[0-2])[/.-]?(?:19|20)?\d\d$"),
        0.6,
    ),
    _Kind(
        "telephone numbers",
        _seen(r"\b(tele)?phone( (no|number))?$|\bmobile( (no|number))?$|^tel\b"),
        _seen(r"(?<![\w-])(?:\+44 ?(?:\(0\) ?)?|0)(?:[1-37-9](?:[ -]?\d){8,9})(?!\d)"),
        0.3,
    ),
)
_ALWAYS = _KINDS[:3]
_NHS, _BIRTH, _NAMES = "NHS numbers", "dates of birth", "names of people"
_NHS_HEADING = _seen(r"^nhs$|\bnhs\b.*\b(no|number|num|id)\b")
_BIRTH_HEADING = _seen(r"\bd ?o ?b\b|date of birth|birth ?date|birth ?day|^born\b")
_NAME_HEADING = _seen(r"surname|fore ?name|\b(first|last|given|family|middle|full|maiden|known) name|^known as$|^alias")
_ANY_NAME = _seen(r"\bnames?$")
_NAMES_OF_THINGS = _seen(
    r"team|ward|school|area|agency|service|setting|plan|theme|group|district|strat|category|status|type|file|column|"
    r"organi[sz]ation|locality|threshold|office|hub|list|cluster|region|site|pathway|stage"
)
_NOT_THE_THING = _seen(r"\b(type|area|district|sector|changes?|number of|count|band|verified|known|recorded)\b")
_TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_FULL_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*(?: [^\W\d_](?:[^\W\d_]|['’.-])*){1,3}")
_YEARS_OF_A_BIRTH = 4.0
_FEWEST_FULL_NAMES = 15


def suspicious_columns(grid: Grid, columns: Sequence[str] | None = None) -> tuple[Suspicion, ...]:
    """The columns (all of them, or those named) that hold something which identifies people, each with a sentence."""
    newest = _newest(grid)
    found: list[Suspicion] = []
    for position, heading in enumerate(grid.headings):
        if columns is not None and heading not in columns:
            continue
        values = sorted({row[position] for row in grid.rows} - {""})
        if values:
            found.extend(_judged(heading, values, newest))
    return tuple(found)


def identifies(text: str) -> str:
    """What a single value surely is, in the plural (“e-mail addresses”); empty when it may be innocent."""
    if any(" " in match[0] or "-" in match[0] for match in _nhs_numbers(text)):
        return _NHS
    return next((kind.words for kind in _ALWAYS if kind.content and kind.content.search(text)), "")


def masked(text: str) -> str:
    """The shape of a value: the first letter of each word, dots for the rest."""
    return " ".join(word[0] + re.sub(r"[^\W_]", "•", word[1:]) for word in text[:40].split())


def _judged(heading: str, values: Sequence[str], newest: date | None) -> Iterable[Suspicion]:
    for words, examples in _kinds_held(values, newest):
        yield _suspicion(heading, words, examples[0], f"by what {len(examples)} of its {len(values)} values look like")
        return
    plain = " ".join(re.sub(r"[^\w]+", " ", heading).split())
    if words := _kind_named(plain):
        yield _suspicion(heading, words, values[0], "by its heading")


def _suspicion(heading: str, words: str, example: str, why: str) -> Suspicion:
    return Suspicion(
        heading,
        words,
        masked(example),
        f"The column “{heading}” seems to hold {words} ({why}, for example {masked(example)}). "
        "Take it out of the list, or use a column that does not identify anyone.",
    )


def _kinds_held(values: Sequence[str], newest: date | None) -> Iterable[tuple[str, list[str]]]:
    numbers = [value for value in values if _TEN_DIGITS.search(value)]
    real = [value for value in numbers if any(_nhs_numbers(value))]
    # One ten-digit number in eleven passes the check by chance; a column of NHS numbers passes nearly always.
    if len(real) * 2 >= max(1, len(numbers)) and len(real) >= 0.1 * len(values):
        yield _NHS, real
    for kind in _KINDS:
        held = [value for value in values if kind.content and kind.content.search(value)]
        if held and len(held) >= kind.enough * len(values):
            yield kind.words, held
    if births := _births(values, newest):
        yield _BIRTH, births
    if people := _people(values):
        yield _NAMES, people


def _kind_named(heading: str) -> str:
    if _NHS_HEADING.search(heading):
        return _NHS
    if _BIRTH_HEADING.search(heading):
        return _BIRTH
    thing = _NAMES_OF_THINGS.search(heading)
    if not thing and (_NAME_HEADING.search(heading) or _ANY_NAME.search(heading)):
        return _NAMES
    if _NOT_THE_THING.search(heading):
        return ""
    return next((kind.words for kind in _KINDS if kind.heading.search(heading)), "")


def _nhs_numbers(text: str) -> Iterable[re.Match[str]]:
    return (match for match in _TEN_DIGITS.finditer(text) if _check_digit_fits("".join(match.groups())))


def _check_digit_fits(digits: str) -> bool:
    """Modulus 11, as every NHS number has it."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[9])


def _days(values: Iterable[str]) -> list[date]:
    return sorted(day for value in values if value[:1].isalnum() and (day := uk_date(value)))


def _newest(grid: Grid) -> date | None:
    """The latest day of the list, leaving out the odd slip of the pen far in the future."""
    columns = (_days({row[position] for row in grid.rows}) for position in range(len(grid.headings)))
    return max((days[min(len(days) - 1, len(days) * 9 // 10)] for days in columns if days), default=None)


def _births(values: Sequence[str], newest: date | None) -> list[str]:
    """Dates are births when most lie years before the newest date of the list."""
    dates = [value for value in values if uk_date(value)]
    days = _days(values)
    if newest is None or len(dates) < 0.6 * len(values):
        return []
    age = median((newest - day).days for day in days) / 365.25
    return dates if age >= _YEARS_OF_A_BIRTH else []


def _people(values: Sequence[str]) -> list[str]:
    single = [value for value in values if value.casefold() in FIRST_NAMES]
    if len(single) * 2 >= len(values):
        return single
    full = [value for value in values if _FULL_NAME.fullmatch(value.replace(",", ""))]
    known = [value for value in full if FIRST_NAMES & set(re.split(r"[ ,'’-]+", value.casefold()))]
    if known and len(known) >= 0.3 * len(values):
        return known
    cased = [value for value in full if "," not in value and value == value.title() and value.count(" ") == 1]
    return cased if len(cased) >= max(_FEWEST_FULL_NAMES, 0.9 * len(values)) else []
