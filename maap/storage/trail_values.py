"""Answers as the trail mentions them: sealed with their case's own salt.

Whoever has answer and salt can prove that the one is the other's. When retention removes both, the trail's lines still
hold, and not even a yes or no can be guessed from them.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlmodel import Session, col, select

from maap.storage.tables import Answer, AnswerVersion, Case, Return, TrailEntry

BEFORE, AFTER = "sealed_before", "sealed_after"
_OF_ANSWERS = ("answered", "set an answer aside")


def sealed(salt: str, value: object) -> str:
    """What stands for a value in the trail."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(bytes.fromhex(salt), plain.encode(), hashlib.sha256).hexdigest()


def sealed_change(salt: str, before: object, after: object) -> dict[str, str]:
    """The two parts of a line that say what an answer was and what it became."""
    return {BEFORE: sealed(salt, before), AFTER: sealed(salt, after)} if salt else {}


def value_faults(session: Session) -> Iterator[str]:
    """Answers that are not what the trail says was saved, in a sentence each."""
    said = _said(session)
    rows = session.execute(
        select(AnswerVersion, Answer, Case.salt)
        .join(Answer, col(Answer.id) == AnswerVersion.answer_id)
        .join(Return, col(Return.id) == Answer.return_id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(Case.salt != "")
        .order_by(col(AnswerVersion.id))
        .execution_options(yield_per=500)
    )
    for version, answer, salt in rows:
        line, seal = said.pop((answer.return_id, answer.question_id, version.revision), (0, ""))
        if seal and seal != sealed(salt, version.value):
            yield f"{_named(answer, version.revision)} is not what line {line} of the trail says was saved."
        if seal and version.revision == answer.revision and seal != sealed(salt, answer.value):
            yield f"{_named(answer, answer.revision)} was changed without a line in the trail."
    still_there = set(session.exec(select(Return.id).join(Case, col(Case.id) == Return.case_id).where(Case.salt != "")))
    for (return_id, question, revision), (line, _) in said.items():
        if return_id in still_there:
            yield f"Version {revision} of “{question}” in return {return_id} is gone; line {line} says it was saved."


def _said(session: Session) -> dict[tuple[int, str, int], tuple[int, str]]:
    """By return, question and revision: the line of the trail, and what it sealed."""
    lines = session.exec(
        select(TrailEntry)
        .where(col(TrailEntry.deed).in_(_OF_ANSWERS), col(TrailEntry.about).startswith("return "))
        .order_by(col(TrailEntry.id))
        .execution_options(yield_per=500)
    )
    found: dict[tuple[int, str, int], tuple[int, str]] = {}
    for entry in lines:
        detail: dict[str, Any] = entry.detail
        with suppress(KeyError, ValueError):  # it was altered, and says nothing of an answer: the chain names it
            key = (int(entry.about.removeprefix("return ")), str(detail["question"]), int(detail["revision"]))
            found[key] = (entry.id or 0, str(detail[AFTER]))
    return found


def _named(answer: Answer, revision: int) -> str:
    return f"Version {revision} of “{answer.question_id}” in return {answer.return_id}"
