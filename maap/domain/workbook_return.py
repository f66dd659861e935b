"""What came back in a workbook, beside what is stored: what changed, what clashes, and what cannot be taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from maap.domain.answers import BadAnswer, stored
from maap.domain.engine import check, route, wording
from maap.domain.giving import MayIdentify, guard
from maap.domain.identifiers import Identifiers, Lexicon, find, replaced
from maap.domain.problems import Problem
from maap.domain.questionnaire import EVIDENCE, LongText, Question, Questionnaire, Repeat, Text, Themes
from maap.domain.walk import answerable
from maap.domain.wording import figure, said
from maap.domain.workbook import Brought, Code, Page, Seen, digest
from maap.domain.workbook_cells import cells, given

_NOT_TOUCHED = Seen(revision=0, digest=digest(None))


class NotThisReturn(Problem):
    """A workbook of another return, or of another version of the questionnaire."""


@dataclass(frozen=True)
class Difference:
    """An answer that was changed in the workbook.

    ``seen``: the stored revision beside which it is shown. ``clash``: it was also changed on the page meanwhile.
    ``refused``: why it cannot be taken as it is. ``doubt``: why it needs a reason. ``replacement``: its words without
    what shows who somebody is.
    """

    question_id: str
    section: str
    label: str
    brought: str
    saved: str
    value: object
    seen: int
    clash: bool
    hidden: bool = False
    """Whether the other answers mean that this is not asked: it is kept, and not counted."""
    refused: str = ""
    doubt: str = ""
    replacement: str = ""

    @property
    def cleared(self) -> bool:
        """Whether the workbook's cells are empty where an answer is stored."""
        return self.value is None and not self.refused


def answered_ids(form: Questionnaire) -> Iterator[str]:
    """Everything in a questionnaire that can hold an answer, in the order it is printed."""
    for section in form.sections:
        if section.optional:
            yield section.pick_id
        for question in section.questions:
            if answerable(question):
                yield question.id
            if question.evidence:
                yield question.id + EVIDENCE


def seen(page: Page, revisions: Mapping[str, int]) -> dict[str, Seen]:
    """What a workbook remembers of each answer: its revision, and what its cells say while nobody touches them."""
    found = {}
    for question_id in answered_ids(page.form):
        question = page.form.question(question_id)
        held = {
            cell.path: cell.shown for cell in cells(question, page.answers.get(question_id), page.form, page.themes)
        }
        value, _ = _said_by(question, held, page)
        found[question_id] = Seen(revision=revisions.get(question_id, 0), digest=digest(value))
    return found


def must_fit(code: Code, return_id: int, case: str, form_digest: str) -> None:
    """Refuse, in a sentence, a workbook that belongs elsewhere. Raises NotThisReturn."""
    if code.return_id != return_id:
        whose = f"about case {code.case}" if code.case != case else f"of another agency about case {case}"
        raise NotThisReturn(
            f"This workbook is a return {whose}. This page is for {case}: choose the workbook that you downloaded here."
        )
    if code.form != form_digest:
        raise NotThisReturn(
            "The questionnaire has changed since this workbook was downloaded. "
            "Download the workbook again and copy your answers into it."
        )


def compare(
    page: Page, revisions: Mapping[str, int], brought: Brought, words: Lexicon, today: date
) -> tuple[Difference, ...]:
    """Every answer that somebody changed in the workbook and that is not stored like that yet, in printed order.

    Each is checked as the page would check it, together with those before it.
    """
    running, found = dict(page.answers), []
    for question_id in answered_ids(page.form):
        question = page.form.question(question_id)
        value, refused = _said_by(question, brought.cells, page)
        was, now = brought.code.seen.get(question_id, _NOT_TOUCHED), revisions.get(question_id, 0)
        if digest(value) == was.digest or (not refused and value == page.answers.get(question_id)):
            continue
        one = Difference(
            question_id=question_id,
            section=page.form.section_of(question_id).title,
            label=_label(question, page),
            brought=_words(question, value, page),
            saved=_words(question, page.answers.get(question_id), page),
            value=value,
            seen=now,
            clash=now != was.revision,
            refused=refused,
        )
        one = one if refused else _checked(one, question, page, running, words, today)
        if not one.refused:
            running[question_id] = value
        found.append(one)
    hidden = route(page.form, running, today).hidden
    return tuple(replace(one, hidden=one.question_id in hidden) for one in found)


def _said_by(question: Question, held: Mapping[str, object], page: Page) -> tuple[object, str]:
    """The answer that cells say; where it cannot be one, their words and why not."""
    try:
        raw = given(question, held, page.form, page.themes)
    except BadAnswer as bad:
        own = [held[path] for path in held if path.split("/")[0] == question.id and held[path] is not None]
        return ", ".join(map(figure, own)), str(bad)
    try:
        return stored(question, raw, page.form), ""
    except BadAnswer as bad:
        return raw, str(bad)


def _checked(
    one: Difference, question: Question, page: Page, running: Mapping[str, object], words: Lexicon, today: date
) -> Difference:
    try:
        check(page.form, running, one.question_id, one.value, today)
        if isinstance(question, Text | LongText | Repeat):
            guard(one.value, "", words, today)
    except MayIdentify as shows:
        return replace(one, doubt=str(shows), replacement=_replaced(one.value, words, today))
    except Identifiers as shows:
        return replace(one, refused=str(shows), replacement=_replaced(one.value, words, today))
    except BadAnswer as refused:
        return replace(one, refused=str(refused))
    return one


def _replaced(value: object, words: Lexicon, today: date) -> str:
    return replaced(value, find(value, words, today)) if isinstance(value, str) else ""


def _label(question: Question, page: Page) -> str:
    asked = page.form.question(question.id.removesuffix(EVIDENCE))
    label = wording(asked.label, page.form, page.route)
    return label if asked is question else f"{label} What in the file shows this?"


def _words(question: Question, value: object, page: Page) -> str:
    if isinstance(question, Themes) and isinstance(value, list):
        return ", ".join(page.themes.get(str(key), str(key)) for key in value)
    if isinstance(value, dict | list):
        return said(question, value, page.form)
    return said(question, value, page.form) or ("" if value is None else figure(value))
