"""Days as people and spreadsheets write them in the United Kingdom: day first."""

import re
from datetime import date, datetime, timedelta

from maap.domain.people import LONDON

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d\d.*)?")
_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)(?:,? \d{1,2}:\d\d.*)?")
_WORDS = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[- /]([a-z]{3,9})\.?,?[- /](\d{4}|\d\d)", re.IGNORECASE
)
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.\d+)?")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_TWO_DIGIT_YEARS_UP_TO = 49


def uk_date(text: str) -> date | None:
    """The day a text means: 03/03/2026, 3 Mar 2026, 3rd March 2026, 2026-03-03, 3.3.26; None when it means none."""
    if found := _ISO.fullmatch(text):
        return _day(int(found[3]), int(found[2]), found[1])
    if found := _FIGURES.fullmatch(text):
        return _day(int(found[1]), int(found[2]), found[3])
    if (found := _WORDS.fullmatch(text)) and found[2].lower()[:3] in _MONTHS:
        return _day(int(found[1]), _MONTHS.index(found[2].lower()[:3]) + 1, found[3])
    return None


def cell_date(text: str) -> date | None:
    """As uk_date, and also the bare day number that a spreadsheet leaves when a date loses its format (46084)."""
    if _SERIAL.fullmatch(text):
        return _EXCEL_DAY_ZERO + timedelta(days=int(text[:5]))
    return uk_date(text)


def spoken(day: date) -> str:
    """A day as a sentence has it: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def spoken_moment(at: datetime) -> str:
    """A moment as a sentence has it: 14:30 on 3 March 2026."""
    there = at.astimezone(LONDON)
    return f"{there:%H:%M} on {spoken(there.date())}"


def _day(day: int, month: int, year: str) -> date | None:
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= _TWO_DIGIT_YEARS_UP_TO else 1900)
    if not 1900 <= full <= 2100:
        return None
    try:
        return date(full, month, day)
    except ValueError:
        return None
