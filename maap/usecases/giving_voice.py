"""Somebody without an account gives their view by a one-time link. Opening it spends nothing; only handing in does."""

from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from maap.domain.giving import MayIdentify, guard
from maap.domain.identifiers import Identifiers
from maap.domain.people import LONDON
from maap.domain.problems import Problem
from maap.domain.sessions import WINDOW, digest
from maap.domain.voice import HEARD_AT, LinkState, NotTaken, Said, VoiceForm, state, taken
from maap.outside.words import lexicon
from maap.storage.allowances import subject
from maap.storage.pulse import beat
from maap.storage.tables import Attempt, Audit, Voice, VoiceLink
from maap.storage.trail import record_by_the_house

MOST_FROM_ONE_PLACE = 40
"""So many forms may be sent from one address within the throttle's window: a whole team shares one."""


class VoiceLinkGone(Problem):
    """A link that is not open: used, taken back, expired, too late, or never was."""


def voice_form(session: Session, token: str, now: datetime) -> VoiceForm:
    """The form of an open link, without spending it. Raises VoiceLinkGone, in words for whoever holds the link."""
    return VoiceForm.model_validate(_link(session, token, now).form)


def count_sending(session: Session, address: str, now: datetime) -> None:
    """Count a form that is sent, before it is read. Raises Problem when too many came from one place."""
    place = subject("voice", address)
    session.execute(delete(Attempt).where(col(Attempt.at) < now - WINDOW))
    sent = session.exec(select(func.count()).select_from(Attempt).where(Attempt.subject == place)).one()
    if sent >= MOST_FROM_ONE_PLACE:
        raise Problem("Too many forms were sent from here just now. Wait five minutes and send it again.")
    session.add(Attempt(subject=place, at=now))


def hand_in_voice(session: Session, token: str, said: Said, now: datetime) -> VoiceForm:
    """Take what was said, and spend the link. Returns the form, for its thanks.

    Raises VoiceLinkGone, and NotTaken with a sentence for each question that cannot be taken as it is.
    """
    link = _link(session, token, now)
    form = VoiceForm.model_validate(link.form)
    told = taken(form, said)
    kept = _guarded(form, said, now)
    spent = session.execute(
        update(VoiceLink)
        .where(col(VoiceLink.id) == link.id, col(VoiceLink.used_at).is_(None), col(VoiceLink.revoked_at).is_(None))
        .values(used_at=now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise VoiceLinkGone(_GONE[LinkState.USED])
    session.add(
        Voice(
            audit_id=link.audit_id,
            case_id=link.case_id,
            agency_id=link.agency_id,
            kind=link.kind,
            said=[list(pair) for pair in told],
            may_quote=said.may_quote,
            kept=kept,
            received_at=now,
        )
    )
    beat(session, link.audit_id)
    record_by_the_house(session, now, "received a view", link=link.id, kind=link.kind, answers=len(told))
    return form


_GONE = {
    LinkState.USED: "This form was sent already. Thank you. There is nothing more to do.",
    LinkState.REVOKED: "This link does not work any more. Ask the person who gave it to you for a new one.",
    LinkState.EXPIRED: "This link has run out. Ask the person who gave it to you for a new one.",
}


def _link(session: Session, token: str, now: datetime) -> VoiceLink:
    row = session.exec(select(VoiceLink).where(col(VoiceLink.digest) == digest(token))).first()
    at = state(row.used_at, row.revoked_at, row.expires_at, now) if row else LinkState.REVOKED
    if row is None or at is not LinkState.OPEN:
        raise VoiceLinkGone(_GONE[at])
    stage = session.exec(select(Audit.stage).where(Audit.id == row.audit_id)).one()
    if stage not in HEARD_AT:
        raise VoiceLinkGone("Thank you, but it is too late now: the people who look at this have finished reading.")
    return row


def _guarded(form: VoiceForm, said: Said, now: datetime) -> bool:
    """Look at every answer. Returns whether words stayed that the guard asked about."""
    problems, asked, kept = {}, set(), False
    for question in form.questions:
        words = said.answers.get(question.id, "") if not question.options else ""
        try:
            guard([words], "", lexicon(), now.astimezone(LONDON).date())
        except Identifiers as found:
            listed = ", ".join(f"“{mark.text}”" for mark in found.marks)
            problems[question.id] = f"Please take this out, because it could show who somebody is: {listed}."
        except MayIdentify as found:
            if question.id in said.keep:
                kept = True
                continue
            asked.add(question.id)
            listed = ", ".join(f"“{mark.text}”" for mark in found.marks)
            problems[question.id] = (
                f"This may show who somebody is: {listed}. You can write “my worker” or “my school” instead. "
                "Or tick the box to keep it."
            )
    if problems:
        raise NotTaken(problems, frozenset(asked))
    return kept
