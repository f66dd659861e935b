"""The coordinator writes the terms, step by step; nothing that two people wrote at once is lost."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain import timetable
from maap.domain.audit import Stage, WrongStage, must_be
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.signing import SigningState
from maap.domain.terms import Terms
from maap.domain.written_terms import TermsOvertaken, write
from maap.outside.bank_holidays import around
from maap.outside.words import lexicon
from maap.storage.register import timetable_template
from maap.storage.signatures import signing_state
from maap.storage.tables import Audit
from maap.storage.trail import record


def save_terms(session: Session, actor: Actor, audit_id: int, changes: Mapping[str, Any], seen: int) -> Terms:
    """Write some fields of the terms, as seen at revision ``seen``. Returns the terms as they are now.

    Saving what is there already changes nothing. Raises BadTerms with a sentence for each field that cannot be kept,
    TermsOvertaken when a colleague saved meanwhile, WrongStage once signatures have been asked for.
    """
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    current = _draft(session, place)
    return _kept(session, place, current, write(current, changes, lexicon()), seen)


def move_milestone(session: Session, actor: Actor, audit_id: int, key: str, to: date, seen: int) -> Terms:
    """Change one date of the timetable; those after it follow by working days. Returns the terms as they are now.

    Raises CannotMove for a day that nobody works or one before an earlier step, otherwise as `save_terms`.
    """
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    current = _draft(session, place)
    moved = timetable.move(current.timetable, key, to, around(to))
    return _kept(session, place, current, current.model_copy(update={"timetable": moved}), seen)


def plan_timetable(session: Session, actor: Actor, audit_id: int, signed: date, seen: int) -> Terms:
    """Make the whole timetable anew from the partnership's template. ``signed``: the day the terms are signed off."""
    place = seat(session, actor, audit_id, Permission.WRITE_TERMS)
    current = _draft(session, place)
    planned = timetable.plan(timetable_template(session), signed, around(signed))
    if not planned:
        raise Problem(
            "The partnership has no timetable template. An administrator adds one under “Scales and timetable”."
        )
    return _kept(session, place, current, current.model_copy(update={"timetable": planned}), seen)


def _draft(session: Session, place: Seat) -> Terms:
    """The terms, while they may be written."""
    must_be(Stage(place.audit.stage), Stage.DRAFT)
    if signing_state(session, place.audit) is SigningState.ASKED:
        raise WrongStage(
            "These terms are out for signature, so they cannot change under the people who read them. To change them,"
            " take them back on the page “Terms”."
        )
    return Terms.model_validate(place.audit.terms)


def _kept(session: Session, place: Seat, current: Terms, written: Terms, seen: int) -> Terms:
    """Compare-and-set on the revision of the terms."""
    changed = sorted(field for field in Terms.model_fields if getattr(current, field) != getattr(written, field))
    if not changed:
        return current
    kept = session.execute(
        update(Audit)
        .where(col(Audit.id) == place.id, col(Audit.terms_revision) == seen, col(Audit.stage) == Stage.DRAFT)
        .values(
            terms=written.model_dump(mode="json"),
            title=written.title or place.audit.title,
            year=written.audit_year or place.audit.year,
            terms_revision=seen + 1,
        )
    )
    if kept.rowcount != 1:  # type: ignore[attr-defined]
        raise TermsOvertaken
    session.refresh(place.audit)
    record(session, place.actor, "changed the terms", audit_id=place.id, about="terms", fields=changed)
    return written
