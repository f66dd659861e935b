"""An agency records how it used a published briefing."""

from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.editions import replaced_by
from maap.domain.giving import guard
from maap.domain.people import LONDON, Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.use_made import Use, refuse_date
from maap.outside.words import lexicon
from maap.storage.editions import READABLE, replacement
from maap.storage.tables import Edition, UseMade
from maap.storage.trail import record
from maap.storage.twins import twin


def record_use(session: Session, actor: Actor, edition_id: int, use: Use) -> int:
    """Note one use by the actor's own agency. Its id; pressed twice it is one.

    Raises Problem (not published, a day that cannot be), Identifiers and MayIdentify.
    """
    desk(actor, Permission.RECORD_USE)
    agency_id, edition = _own_agency(actor), _published(session, edition_id)
    published_on = edition.published_at.astimezone(LONDON).date() if edition.published_at else use.used_on
    refuse_date(use.used_on, published_on, actor.today)
    guard(use.text, use.kept_because, lexicon(), actor.today)
    row = UseMade(
        edition_id=edition_id,
        agency_id=agency_id,
        made_by=actor.person_id,
        made_at=actor.now,
        **use.model_dump(exclude={"kept_because"}),
    )
    if (there := twin(session, row, "made_at")) is not None:
        return there.id or 0
    session.add(row)
    session.flush()
    kept = {"kept_because": use.kept_because} if use.kept_because else {}
    record(
        session,
        actor,
        "recorded how a briefing was used",
        audit_id=edition.audit_id,
        about=f"edition {edition_id}",
        how=use.how,
        reached=use.reached,
        **kept,
    )
    return row.id or 0


def take_back(session: Session, actor: Actor, use_id: int) -> None:
    """Take out a use that the actor's own agency recorded by mistake."""
    desk(actor, Permission.RECORD_USE)
    row = session.get(UseMade, use_id)
    if row is None or row.agency_id != _own_agency(actor):
        raise NotYours("record")
    session.delete(row)
    session.flush()
    record(session, actor, "took back how a briefing was used", about=f"edition {row.edition_id}", how=row.how)


def _own_agency(actor: Actor) -> int:
    if actor.agency_id is None:
        raise Problem("Only an agency's lead records how that agency used a briefing.")
    return actor.agency_id


def _published(session: Session, edition_id: int) -> Edition:
    shared = col(Edition.agency_id).is_(None)
    found = session.exec(
        select(Edition).where(Edition.id == edition_id, col(Edition.state).in_(READABLE), shared)
    ).first()
    if found is None:
        raise NotYours("briefing")
    if newer := replacement(session, found):
        said = replaced_by(newer.published_at.astimezone(LONDON).date(), newer.out)
        raise Problem(f"{said} Reload the page.")
    return found
