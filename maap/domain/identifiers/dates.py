"""Dates that look like a birth date, and initials that stand beside a date."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from maap.domain.identifiers.numbers import Hit

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_FULL = (
    r"(?:(?<![\w/.-])\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})(?![\w/-])"
    r"|(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-])"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}[.,]?[ -]?(?:'?\d{{2}}|\d{{4}})(?!\w)"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}(?!\w))"
)
_DAY = rf"(?:{_FULL}|(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|(?<![\w/.-])\d{{1,2}}/\d{{1,2}}(?![\w/-]))"
_BORN = r"(?:born|d\.? ?o\.? ?b\b\.?|dates? of birth|birth ?date|birthday)"
_DATE = re.compile(_FULL, re.I)
_CUED = re.compile(rf"\b{_BORN}[^\d\n]{{0,25}}({_DAY})", re.I)
_BORN_AFTER = re.compile(rf"[ ,(]{{0,3}}(?:is |was )?(?:(?:her|his|their|the) )?\b{_BORN}", re.I)
_PERSON = re.compile(
    r"\b(?:child|boy|girl|baby|infant|twin|sibling|brother|sister|son|daughter|mother|father|mum|dad|carer"
    rf"|(?:child|case|subject|sibling) [A-Z0-9]{{1,3}})(?: ?\(| ?, ?| - )({_FULL})(?= ?[),;.]|$)",
    re.I,
)
_LETTERS = r"(?:[A-Z]{2,3}|[A-Z]\.(?: ?[A-Z]\.?){1,2}|[A-Z] [A-Z])"
_INITIALS = re.compile(rf"(?<![\w.'-])({_LETTERS})[ ,(:-]{{0,3}}((?i:{_BORN}|b\.)[ :]{{0,2}}(?i:on )?)?(?i:{_DAY})\)?")
_INITIALS_AFTER = re.compile(r"[ ,(:-]{1,3}([A-Z]\.? ?[A-Z])\b\.?\)?(?![\w-])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-]")
OLD = 3
"""Years after which a date in a case audit is more likely a birth date than the date of something done."""


def _real(day: str) -> bool:
    """Whether the numbers can be a day and a month."""
    match = _NUMERIC.match(day)
    return match is None or (1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12)


def _old(day: str, today: date) -> bool:
    year = _YEAR.search(day)
    return year is not None and 1900 < int(year[0]) < today.year - OLD


def _letters(text: str) -> str:
    return re.sub(r"[. ]", "", text).casefold()


def _initials(text: str, innocent: frozenset[str]) -> Iterator[Hit]:
    for match in _INITIALS.finditer(text):
        letters = _letters(match[1])
        if letters != "dob" and (match[2] or letters not in innocent):
            end = match.end() - (match[0].endswith(")") and "(" not in match[0])
            yield Hit("initials_with_date", match.start(), end, False, "the child")


def hits(text: str, innocent: frozenset[str], names: Sequence[int], today: date | None) -> Iterator[Hit]:
    """Birth dates and dated initials, in no order.

    ``names``: where names end; a date straight after one is a birth date. ``today``: when given, a full date more
    than three years old is one too, whatever stands around it.
    """
    yield from _initials(text, innocent)
    for pattern in (_CUED, _PERSON):
        for match in pattern.finditer(text):
            if _real(match[1]):
                yield Hit("birth_date", *match.span(1), False, "[date]")
    ends = set(names)
    for match in _DATE.finditer(text):
        start, end = match.span()
        if not _real(match[0]):
            continue
        after = _INITIALS_AFTER.match(text, end)
        if after and _letters(after[1]) not in innocent:
            yield Hit("initials_with_date", *after.span(1), False, "the child")
        beside = any(start - gap in ends and not text[start - gap : start].strip(" ,(:-") for gap in (1, 2, 3))
        if beside or _BORN_AFTER.match(text, end) or (today is not None and _old(match[0], today)):
            yield Hit("birth_date", start, end, False, "[date]")
