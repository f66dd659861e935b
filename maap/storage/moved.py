"""A return goes over to the audit's present questionnaire, with its answers."""

import hashlib
from dataclasses import replace

from sqlalchemy import update
from sqlmodel import Session, col

from maap.domain.moving import Moving, moving
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.storage.answer_rows import AnswerRow, keep, read_by_charts, unmark
from maap.storage.answers import Pad, describe, mark, recount
from maap.storage.forms import form
from maap.storage.tables import Agency, Audit, Return
from maap.storage.trail import record
from maap.storage.trail_values import sealed_change


def planned(session: Session, actor: Actor, audit: Audit, pad: Pad) -> Moving:
    """What would happen to a return's answers."""
    agency = session.get_one(Agency, pad.row.agency_id)
    answers = {key: row.value for key, row in pad.stored.items()}
    return moving(pad.sheet, form(audit, agency.key), answers, actor.today)


def token(audit: Audit, pad: Pad) -> str:
    """What names the state of a return that a person looked at: any answer that is saved meanwhile changes it."""
    revisions = sorted((key, row.revision) for key, row in pad.stored.items())
    return hashlib.sha256(repr((pad.row.form_digest, audit.form_digest, revisions)).encode()).hexdigest()[:16]


def move(session: Session, actor: Actor, audit: Audit, pad: Pad) -> Moving:
    """Take a return over: answers that no longer fit leave it and stay in its history. Raises Problem.

    What charts read of an answer is written where the newer questionnaire says something else of it.
    """
    plan = planned(session, actor, audit, pad)
    row, seen = pad.row, pad.row.revision
    taken = session.execute(
        update(Return)
        .where(col(Return.id) == row.id, col(Return.revision) == seen, col(Return.form_digest) == row.form_digest)
        .values(form_digest="", revision=seen + 1, touched_at=actor.now)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("A colleague has just changed this return. Look at it again before you upgrade it.")
    session.refresh(row)
    for one in plan.unfit:
        _set_aside(session, actor, pad, pad.stored[one.question_id])
    sheet = form(audit, session.get_one(Agency, row.agency_id).key)
    before = {key: replace(answer) for key, answer in pad.stored.items()}
    recount(sheet, pad.stored, actor)
    for key, answer in pad.stored.items():
        if answer.value is not None:
            describe(sheet, answer)
            mark(session, sheet, answer)
        if answer != before[key]:
            read_by_charts(session, answer)
    return plan


def _set_aside(session: Session, actor: Actor, pad: Pad, answer: AnswerRow) -> None:
    before = answer.value
    answer.value, answer.grade, answer.domain, answer.counted = None, "", "", False
    keep(session, actor, answer)
    unmark(session, answer)
    record(
        session,
        actor,
        "set an answer aside",
        audit_id=pad.row.audit_id,
        about=f"return {pad.row.id}",
        question=answer.question_id,
        revision=answer.revision,
        **sealed_change(pad.salt, before, None),
    )
