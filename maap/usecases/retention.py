"""Retention: holds, the rules, and the run that removes what is due and certifies it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.fitting import Overtaken, fit
from maap.domain.giving import guard
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.retention import LABELS, Held, Rules
from maap.outside.words import lexicon
from maap.storage.held import is_held
from maap.storage.retained import due_audits, rules_in_force
from maap.storage.stripping import strip
from maap.storage.tables import Audit, Choice, Hold, Letter, Removal, SignIn
from maap.storage.trail import record

_A_MONTH = timedelta(days=30.44)
GONE = "(removed)"


def change_rules(session: Session, actor: Actor, typed: Mapping[str, Any], seen: int) -> None:
    """How long what is kept, as seen at revision ``seen`` (0: never changed). Raises BadForm and Overtaken."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rules = fit(Rules, typed, LABELS)
    row = session.exec(select(Choice).where(Choice.kind == "retention")).first()
    if (row.revision if row else 0) != seen:
        raise Overtaken
    row = row or Choice(kind="retention", key="default", name="Retention", revision=0)
    before, row.body, row.revision = row.body, rules.model_dump(), row.revision + 1
    session.add(row)
    record(session, actor, "changed how long things are kept", before=before, after=row.body)


def hold(session: Session, actor: Actor, audit_id: int, reason: str) -> None:
    """Nothing of this audit is removed until the hold is lifted. Raises Problem, Identifiers and MayIdentify."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    if not reason.strip():
        raise Problem("Say why this audit is on hold: a review, a court, a request.")
    guard(reason, "", lexicon(), actor.today)
    if session.get(Audit, audit_id) is None:
        raise NotYours
    if is_held(session, audit_id):
        raise Problem("This audit is on hold already.")
    session.add(Hold(audit_id=audit_id, reason=reason.strip(), placed_at=actor.now, placed_by=actor.person_id))
    record(session, actor, "put an audit on hold", audit_id=audit_id)


def lift(session: Session, actor: Actor, audit_id: int) -> None:
    """The hold is over. Raises Problem when there is none."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    standing = update(Hold).where(col(Hold.audit_id) == audit_id, col(Hold.lifted_at).is_(None))
    if not session.execute(standing.values(lifted_at=actor.now)).rowcount:  # type: ignore[attr-defined]
        raise Problem("This audit is not on hold.")
    record(session, actor, "lifted the hold on an audit", audit_id=audit_id)


def remove_words(session: Session, actor: Actor, audit_id: int) -> dict[str, int]:
    """Take away what people wrote in an audit whose time has come; certify it. Raises Held and Problem."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    audit = session.get(Audit, audit_id)
    if audit is None:
        raise NotYours
    if is_held(session, audit_id):
        raise Held(audit.reference)
    if audit_id not in {one.audit_id for one in due_audits(session, actor.today)}:
        raise Problem(f"The words of {audit.reference} are still to be kept. The page says until when.")
    gone = strip(session, audit_id)
    session.add(Removal(audit_id=audit_id, removed_at=actor.now, kind="words", removed=gone))
    record(session, actor, "removed words that are no longer kept", audit_id=audit_id, removed=gone)
    return gone


def remove_traces(session: Session, actor: Actor) -> dict[str, int]:
    """Take away what old letters said, and old sign-ins. Returns how many."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rules = rules_in_force(session)
    letters = session.execute(
        update(Letter)
        .where(col(Letter.sent_at) < actor.now - rules.letters * _A_MONTH, col(Letter.body) != GONE)
        .values(body=GONE)
    )
    ended = session.execute(delete(SignIn).where(col(SignIn.ended_at) < actor.now - rules.sessions * _A_MONTH))
    gone = {"letters": letters.rowcount, "sign-ins": ended.rowcount}  # type: ignore[attr-defined]
    if any(gone.values()):
        record(session, actor, "removed old letters and sign-ins", removed=gone)
    return gone
