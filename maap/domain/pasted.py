"""A Word table or a plain list of questions, pasted as text, becomes the sections of a draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from maap.domain.designing import id_for
from maap.domain.fitting import tidy
from maap.domain.new_parts import KINDS, blank
from maap.domain.pasted_answers import answers_in, kind_for, listed
from maap.domain.pasted_rows import Cells, columns, is_table, rows_of
from maap.domain.problems import Problem
from maap.domain.questionnaire import Scale, Section

LONGEST = 200_000
"""Characters that are read at once."""
MOST = 500
"""Questions that are read at once."""
_NUMBERED = re.compile(r"^(?:q(?:uestion)?\s*)?\(?(\d+(?:\.\d+)*[a-z]?)[.):]?\s+(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–—•·▪◦○●□☐☑✓*]|\(?[a-z][.)]|\(?[ivx]+[.)])\s+(?=\S)", re.IGNORECASE)
_HEADING = re.compile(r"^(?:section|part|domain|theme|area)\s+(?:\d+|[a-z])\b[.:–—-]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Pasted:
    """What was read. ``notes``: what was taken for what, and what was left out, each a sentence."""

    sections: tuple[Section, ...]
    scales: tuple[Scale, ...]
    notes: tuple[str, ...]


@dataclass
class _Question:
    label: str
    answers: list[str] = field(default_factory=list)
    guidance: str = ""
    hint: str = ""


@dataclass
class _Section:
    title: str
    questions: list[_Question] = field(default_factory=list)


def pasted(text: str, scales: Sequence[Scale] = ()) -> Pasted:
    """The sections and questions in a pasted text. ``scales``: those of the partnership; grades are matched to them.

    Raises Problem when there is no question in it, or more than can be read at once.
    """
    if len(text) > LONGEST:
        raise Problem(f"The text has more than {LONGEST:,} characters. Paste it in parts.")
    lines = [line.rstrip() for line in str(tidy(text)).split("\n")]
    found = _from_table(lines) if is_table(lines) else _from_list(lines)
    found = [section for section in found if section.questions]
    number = sum(len(section.questions) for section in found)
    if not number:
        raise Problem("There is no question in this text. Paste one question on each line, or the rows of a table.")
    if number > MOST:
        raise Problem(f"There are {number} questions in this text. Paste at most {MOST} at once.")
    return _Built(scales).draft(found)


def _from_table(lines: Sequence[str]) -> list[_Section]:
    rows = rows_of(lines)
    known = columns(rows)
    sections: list[_Section] = []
    for cells in rows[known.first :]:
        _row(sections, cells, known)
    return sections


def _row(sections: list[_Section], cells: list[str], known: Cells) -> None:
    label = _without_number(known.of(cells, "label"))
    filled = [cell for cell in cells if cell]
    title = known.of(cells, "section")
    if len(filled) == 1 and not title and len(cells) > 1 and not label.endswith("?"):
        # One filled cell in a wide row is a heading that runs across the table.
        sections.append(_Section(_title(filled[0])))
        return
    if not label:
        return
    if title and (not sections or sections[-1].title != title):
        sections.append(_Section(title))
    if not sections:
        sections.append(_Section("Section 1"))
    answers = listed(known.of(cells, "answers"))
    question = _Question(label, answers, known.of(cells, "guidance"), known.of(cells, "answers"))
    sections[-1].questions.append(question)


def _from_list(lines: Sequence[str]) -> list[_Section]:
    sections = [_Section("Section 1")]
    for at, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        question = sections[-1].questions[-1] if sections[-1].questions else None
        indented = line[:1] in " \t"
        if _is_heading(text, _next(lines, at)):
            sections.append(_Section(_title(text)))
        elif question is not None and _BULLET.match(text) and (indented or _is_short(_BULLET.sub("", text))):
            question.answers.append(_BULLET.sub("", text).strip())
        elif question is not None and indented and not _NUMBERED.match(text) and not text.endswith("?"):
            question.guidance = f"{question.guidance}\n{text}".strip()
        else:
            label, answers = answers_in(_without_number(_BULLET.sub("", text)))
            sections[-1].questions.append(_Question(label, answers))
    return sections


def _next(lines: Sequence[str], at: int) -> str:
    return next((line.strip() for line in lines[at + 1 :] if line.strip()), "")


def _is_heading(text: str, following: str) -> bool:
    if text.endswith("?") or len(text) > 120:
        return False
    if _HEADING.match(text) or text.endswith(":") or (text.isupper() and len(text) > 3):
        return text.isupper() or not (_BULLET.match(following) and _is_short(_BULLET.sub("", following)))
    here, below = _NUMBERED.match(text), _NUMBERED.match(following)
    return bool(here and below and below[1].startswith(f"{here[1]}."))


def _is_short(text: str) -> bool:
    return len(text) <= 60 and not text.endswith("?")


def _title(text: str) -> str:
    bare = _without_number(_HEADING.sub("", text)).strip(" :–—-")
    title = bare or text.strip(" :")
    return title.capitalize() if title.isupper() else title


def _without_number(text: str) -> str:
    return _NUMBERED.sub("", text).strip()


class _Built:
    """Makes questions of what was read, and counts what it took them for."""

    def __init__(self, scales: Sequence[Scale]) -> None:
        self.scales = tuple(scales)
        self.taken: set[str] = set()
        self.kinds: dict[str, int] = {}
        self.used: dict[str, Scale] = {}

    def draft(self, found: Sequence[_Section]) -> Pasted:
        sections = tuple(self._section(section) for section in found)
        return Pasted(sections, tuple(self.used.values()), tuple(self._notes(found)))

    def _section(self, section: _Section) -> Section:
        section_id = self._id(section.title)
        questions = tuple(self._question(question) for question in section.questions)
        return Section.model_validate({"id": section_id, "title": section.title[:4000], "questions": questions})

    def _question(self, read: _Question) -> Any:
        kind, facts, scale = kind_for(read.label, read.answers, read.hint, self.scales)
        if scale is not None:
            self.used[scale.key] = scale
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        made = blank(kind, read.label[:4000], self._id(read.label), scale.key if scale else "grade4")
        return type(made).model_validate({**dict(made), **facts, "guidance": read.guidance[:8000]})

    def _id(self, words: str) -> str:
        made = id_for(words, self.taken | {"meta"})
        self.taken.add(made)
        return made

    def _notes(self, found: Sequence[_Section]) -> list[str]:
        number = sum(self.kinds.values())
        first = f"{number} {'question' if number == 1 else 'questions'} in {len(found)} " + (
            "section." if len(found) == 1 else "sections."
        )
        return [first, *(f"{count} read as “{KINDS[kind]}”." for kind, count in self.kinds.items())]
