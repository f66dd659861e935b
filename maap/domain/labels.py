"""The words of a questionnaire in another language: listed for somebody who translates, and taken in again.

A filled cell is taken when its part is still there, its English is still what was translated, and it brings in the same
answers. Every other cell is refused in a sentence with its place. An empty cell changes nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from maap.domain.questionnaire import (
    Asked,
    Choice,
    Choices,
    Level,
    Matrix,
    Option,
    Questionnaire,
    Repeat,
    Scale,
    Section,
    SimpleQuestion,
)
from maap.domain.questions import Definition
from maap.domain.worded_parts import reworded

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"cy": "Welsh", "pl": "Polish", "pa": "Panjabi", "ur": "Urdu", "fr": "French"}
)
LONGEST = 4000
"""In characters."""
_BROUGHT_IN = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True)
class Label:
    """Words to translate. ``key`` finds them again; ``spoken``: what they are in the other language so far, or ""."""

    key: str
    part: str
    english: str
    spoken: str


@dataclass(frozen=True)
class Filled:
    """A row of a list that came back, with its number in the file."""

    row: int
    key: str
    english: str
    spoken: str


@dataclass(frozen=True)
class Refused:
    """A cell that was not taken, and why."""

    row: int
    column: str
    why: str

    @property
    def words(self) -> str:
        """“Row 7, column Welsh: …”"""
        return f"Row {self.row}, column {self.column}: {self.why}"


def labels(form: Questionnaire, language: str) -> tuple[Label, ...]:
    """Every word that people read, in printed order; the levels of the scales last. Empty guidance is left out."""
    found = [one for section in form.sections for one in _of_section(section, form, language)]
    for scale in form.scales:
        for level in scale.levels:
            spoken = level.translations.get(language, "")
            found.append(Label(_key(level, scale), f"Scale “{scale.name}”", level.label, spoken))
    return tuple(found)


def _of_section(section: Section, form: Questionnaire, language: str) -> Iterator[Label]:
    spoken = section.translations.get(language, "")
    yield Label(_key(section, form), "Title of a section", section.title, spoken)
    for question in section.questions:
        yield from _of_question(question, section, language)


def _of_question(question: Asked, within: Definition, language: str) -> Iterator[Label]:
    yield Label(_key(question, within), "Question", question.label, question.translations.get(language, ""))
    if question.guidance:
        spoken = question.guidance_translations.get(language, "")
        yield Label(_guidance(question), "Guidance of that question", question.guidance, spoken)
    for option in _worded(question):
        spoken = option.translations.get(language, "")
        yield Label(_key(option, question), "Answer to that question", option.label, spoken)
    for child in _inside(question):
        yield from _of_question(child, question, language)


def _worded(question: Asked) -> tuple[Option, ...]:
    """The answers or rows that the author worded."""
    if isinstance(question, Choice | Choices):
        return question.options
    return question.rows if isinstance(question, Matrix) else ()


def _inside(question: Asked) -> tuple[SimpleQuestion, ...]:
    return question.questions if isinstance(question, Repeat) else ()


def translated(
    form: Questionnaire, language: str, filled: Iterable[Filled]
) -> tuple[Questionnaire, int, tuple[Refused, ...]]:
    """The questionnaire with the words that came back, how many of them are new, and the cells that were refused."""
    known, taken, refused = {one.key: one for one in labels(form, language)}, dict[str, str](), list[Refused]()
    for row in filled:
        if not row.spoken:
            continue
        why = _why_not(known.get(row.key), row, LANGUAGES[language], taken)
        if why is None:
            taken[row.key] = row.spoken
        else:
            refused.append(why)
    new = {key: words for key, words in taken.items() if known[key].spoken != words}
    return _with(form, language, new), len(new), tuple(refused)


def _why_not(label: Label | None, row: Filled, column: str, taken: Mapping[str, str]) -> Refused | None:
    if label is None:
        return Refused(row.row, "Key", f"“{row.key}” is no part of this questionnaire now. Download the list again.")
    if row.key in taken:
        return Refused(row.row, "Key", f"“{row.key}” stands in the file twice. The first of the two rows was taken.")
    if _plain(row.english) != _plain(label.english):
        return Refused(row.row, "English", f"The wording is now “{label.english}”. Translate that.")
    missing = set(_BROUGHT_IN.findall(label.english)) ^ set(_BROUGHT_IN.findall(row.spoken))
    if missing:
        listed = ", ".join(sorted(missing))
        return Refused(row.row, column, f"Bring in the same answers as the English does. This differs: {listed}.")
    if len(row.spoken) > LONGEST:
        return Refused(row.row, column, f"This is too long. Shorten it to {LONGEST:,} characters or fewer.")
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())


def _with(form: Questionnaire, language: str, new: Mapping[str, str]) -> Questionnaire:
    def told(part: Definition, within: Definition) -> dict[str, Any]:
        update = {}
        if isinstance(part, Section | Asked | Option | Level) and (words := new.get(_key(part, within))):
            update["translations"] = {**part.translations, language: words}
        if isinstance(part, Asked) and (guidance := new.get(_guidance(part))):
            update["guidance_translations"] = {**part.guidance_translations, language: guidance}
        return update

    return form.changed(**reworded(form, told))


def _key(part: Definition, within: Definition) -> str:
    """What finds the words of a part again; empty for a part whose words are not translated."""
    match part, within:
        case Section(), _:
            return f"section:{part.id}"
        case Asked(), _:
            return f"question:{part.id}"
        case Option(), Asked():
            return f"answer:{within.id}:{part.value}"
        case Level(), Scale():
            return f"level:{within.key}:{part.value}"
    return ""


def _guidance(question: Asked) -> str:
    return f"guidance:{question.id}"
