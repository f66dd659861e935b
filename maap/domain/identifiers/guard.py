"""Finds, replaces and refuses identifiers in a text.

Everything here works on the text alone: no network, no clock, no file. The time grows with the length of the text.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from maap.domain.identifiers import dates, folding, numbers, passage, people, schools
from maap.domain.identifiers.mark import Lexicon, Mark
from maap.domain.problems import Problem

WHAT: dict[str, str] = {
    "nhs_number": "an NHS number",
    "upn": "a unique pupil number",
    "ni_number": "a National Insurance number",
    "postcode": "a postcode",
    "email": "an email address",
    "phone": "a phone number",
    "vehicle": "a vehicle registration",
    "birth_date": "a date of birth",
    "initials_with_date": "a person's initials with a date",
    "name": "a person's name",
    "school": "the name of a school",
    "address": "a home address",
}
"""Each kind of mark in words."""

_ORDER = tuple(WHAT)


class Identifiers(Problem):
    """A text that holds what must never be stored. ``marks``: only what is certain."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        """Say what kinds are in the text, never the text itself: the message may be logged."""
        self.marks = tuple(marks)
        kinds = [WHAT[kind] for kind in dict.fromkeys(mark.kind for mark in marks)]
        listed = ", ".join(kinds[:-1]) + " and " + kinds[-1] if len(kinds) > 1 else kinds[0]
        super().__init__(
            f"Your text contains {listed}, which could show who somebody is. "
            "Nothing has been saved. Take it out, or use the words offered instead, and save again."
        )


def _apart(found: Iterable[numbers.Hit]) -> list[numbers.Hit]:
    """Hits that do not overlap, in order: the certain before the likely, a longer one before what it contains."""
    kept: list[numbers.Hit] = []
    taken: set[int] = set()
    for hit in sorted(found, key=lambda h: (not h.certain, h.start - h.end, _ORDER.index(h.kind), h.start)):
        if not taken.intersection((hit.start, hit.end - 1)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _sentence(hit: numbers.Hit, text: str, replacement: str) -> str:
    if hit.certain:
        return f"“{text}” is {WHAT[hit.kind]}. It cannot be saved. Write “{replacement}” instead."
    return f"“{text}” may be {WHAT[hit.kind]}. Write “{replacement}” instead, or keep it and say why."


def find(text: str, lexicon: Lexicon, today: date | None = None) -> tuple[Mark, ...]:
    """Everything in a text that may tell who somebody is, in order and without overlaps.

    Positions are those of the text as typed; invisible and full-width characters do not hide anything.
    ``today``: when given, a full date more than three years old counts as a likely birth date even without a cue.
    """
    folded = folding.folded(text)
    words = passage.words(folded.text, lexicon)
    names = list(people.hits(folded.text, words))
    found = [*names, *numbers.hits(folded.text, lexicon.innocent), *schools.hits(folded.text, words)]
    found += dates.hits(folded.text, lexicon.innocent, [hit.end for hit in names], today)
    opening = {word.start for word in words if word.opens}
    marks: list[Mark] = []
    for hit in _apart(found):
        start, end = folded.at[hit.start], folded.at[hit.end]
        typed = text[start:end]
        put = hit.replacement[0].upper() + hit.replacement[1:] if hit.start in opening else hit.replacement
        marks.append(Mark(hit.kind, start, end, typed, hit.certain, put, _sentence(hit, typed, put)))
    return tuple(marks)


def replaced(text: str, marks: Sequence[Mark]) -> str:
    """The text with each mark's replacement in its place. The marks are those that ``find`` gave for this text."""
    parts: list[str] = []
    done = 0
    for mark in sorted(marks, key=lambda each: each.start):
        parts += [text[done : mark.start], mark.replacement]
        done = mark.end
    return "".join([*parts, text[done:]])


def refuse_certain(text: str, lexicon: Lexicon) -> None:
    """Refuse a text with an NHS number, pupil number, postcode, email address or phone number."""
    certain = tuple(mark for mark in find(text, lexicon) if mark.certain)
    if certain:
        raise Identifiers(certain)
