"""A return goes over to a newer version of its questionnaire: what it keeps, what no longer fits, and what is new.

An answer is kept under the same question id, where the question is of a kind that takes it and it is still one of the
answers. Whatever is not kept leaves the return and stays in its history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from maap.domain.answers import BadAnswer, present
from maap.domain.engine import Route, check, route, wording
from maap.domain.new_parts import KINDS
from maap.domain.panels import domain_names, scales
from maap.domain.problems import Problem
from maap.domain.questionnaire import (
    EVIDENCE,
    Choice,
    Choices,
    Grade,
    Level,
    LongText,
    Matrix,
    Question,
    Questionnaire,
    Text,
    YesNo,
)
from maap.domain.walk import answerable
from maap.domain.wording import said
from maap.domain.workbook_return import answered_ids


@dataclass(frozen=True)
class Unfit:
    """An answer that does not fit the newer version: what was asked, what was answered, and why it cannot stay."""

    question_id: str
    label: str
    answer: str
    why: str


@dataclass(frozen=True)
class Moving:
    """What happens to a return's answers. ``kept``: ids. ``asked``: questions of the newer version to be answered."""

    kept: tuple[str, ...]
    unfit: tuple[Unfit, ...]
    asked: tuple[str, ...]
    route: Route


def moving(old: Questionnaire, new: Questionnaire, answers: Mapping[str, object], today: date) -> Moving:
    """What happens to answers that were given on ``old`` when their return goes over to ``new``."""
    given = {key: value for key, value in answers.items() if value is not None}
    before, kept, unfit = route(old, given, today), dict[str, object](), list[Unfit]()
    for question_id in _in_order(old, given):
        why = _why_not(old, new, kept, question_id, given[question_id], today)
        if why:
            unfit.append(_unfit(old, before, question_id, given[question_id], why))
        else:
            kept[question_id] = given[question_id]
    taken = route(new, kept, today)
    known = {question.id for question in before.asked if present(question, given.get(question.id))}
    gone = {one.question_id for one in unfit}
    lacking = [
        question
        for question in taken.asked
        if answerable(question)
        and not present(question, kept.get(question.id))
        and (question.id in known or question.id in gone or not _has(old, question.id))
    ]
    return Moving(tuple(kept), tuple(unfit), tuple(wording(one.label, new, taken) for one in lacking), taken)


def refuse_incomparable(now: Questionnaire, newer: Questionnaire) -> None:
    """Refuse a newer version whose grades could not be counted together with those given already. Raises Problem."""
    advice = "Keep this version for the next audit."
    if now.key != newer.key:
        raise Problem(f"That is another questionnaire, not a newer version of “{now.title}”. {advice}")
    names = domain_names(now)
    for key in names:
        if key not in domain_names(newer):
            raise Problem(
                f"The newer version no longer asks about “{names[key]}”, which returns here answer already. {advice}"
            )
    later = scales(newer)
    for key, scale in scales(now).items():
        again = later.get(key)
        if again is None or _ladder(again.levels) != _ladder(scale.levels) or again.direction != scale.direction:
            raise Problem(
                f"The newer version grades “{names[key]}” in another way, so its grades could not be counted together "
                f"with those given already. {advice}"
            )


def _ladder(levels: Iterable[Level]) -> dict[str, object]:
    return {level.value: level.rank for level in levels}


def _in_order(form: Questionnaire, given: Mapping[str, object]) -> list[str]:
    printed = {question_id: place for place, question_id in enumerate(answered_ids(form))}
    return sorted(given, key=lambda one: printed.get(one.partition("@")[0], len(printed)))


def _has(form: Questionnaire, question_id: str) -> bool:
    try:
        form.question(question_id)
    except KeyError:
        return False
    return True


def _why_not(
    old: Questionnaire, new: Questionnaire, kept: Mapping[str, object], question_id: str, value: object, today: date
) -> str:
    """Why an answer cannot stay, in a sentence; "" when it can."""
    if not _has(new, question_id):
        what = "has this evidence box" if question_id.endswith(EVIDENCE) else "asks this"
        return f"The newer version no longer {what}."
    asked = new.question(question_id)
    if _has(old, question_id) and (why := _another_kind(old.question(question_id), asked)):
        return why
    try:
        check(new, kept, question_id, value, today)
    except BadAnswer as bad:
        return _taken_out(old, question_id, asked, value) or str(bad)
    return ""


def _taken_out(old: Questionnaire, question_id: str, now: Question, value: object) -> str:
    """Which chosen answers the newer version no longer offers, in a sentence; "" when that is not why."""
    if not isinstance(now, Choice | Choices | YesNo) or not _has(old, question_id):
        return ""
    offered = {option.value for option in now.options}
    chosen = value if isinstance(value, list) else [value]
    gone = [f"“{said(old.question(question_id), one, old)}”" for one in chosen if one not in offered]
    verb = "is" if len(gone) == 1 else "are"
    return f"{' and '.join(gone)} {verb} no longer among its answers." if gone else ""


def _another_kind(was: Question, now: Question) -> str:
    words = (Text, LongText)
    if type(was) is not type(now) and not (isinstance(was, words) and isinstance(now, words)):
        return f"The kind of question was “{KINDS[was.kind]}” and is now “{KINDS[now.kind]}”."
    if isinstance(was, Grade | Matrix) and isinstance(now, Grade | Matrix) and was.scale != now.scale:
        return "It is now answered on another scale."
    return ""


def _unfit(old: Questionnaire, before: Route, question_id: str, value: object, why: str) -> Unfit:
    if not _has(old, question_id):
        return Unfit(question_id, "A question of an earlier version", "", why)
    question = old.question(question_id)
    label = wording(old.question(question_id.removesuffix(EVIDENCE)).label, old, before)
    return Unfit(question_id, label, said(question, value, old), why)
