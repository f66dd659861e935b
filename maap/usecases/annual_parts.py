"""The briefing of a year is edited part by part, as the documents of an audit are."""

from typing import Any

from sqlmodel import Session, select

from maap.access import desk
from maap.domain.drafting import Written, refuse_text
from maap.domain.fitting import Overtaken
from maap.domain.giving import guard
from maap.domain.people import Actor, NotYours, Permission
from maap.outside.words import lexicon
from maap.storage.revisions import changed
from maap.storage.tables import AnnualPart
from maap.storage.trail import record


def write_annual_part(session: Session, actor: Actor, year: str, given: Written) -> None:
    """Keep what a person wrote for a part. Raises Problem, Overtaken, Identifiers and MayIdentify."""
    desk(actor, Permission.WRITE_DOCUMENTS)
    refuse_text(given.text)
    guard(given.text, given.kept_because, lexicon(), actor.today)
    row = _part(session, year, given.part)
    values: dict[str, Any] = {"text": given.text.strip(), "basis": given.basis}
    values |= {"written_by": actor.person_id, "written_at": actor.now}
    if row is None and given.seen:
        raise Overtaken
    if row is None:
        session.add(AnnualPart(year=year, part=given.part, **values))
    elif not changed(session, AnnualPart, row.id or 0, given.seen, **values):
        raise Overtaken
    kept: dict[str, Any] = {"kept_because": given.kept_because} if given.kept_because else {}
    record(session, actor, "wrote a part of an annual briefing", about=f"{year} {given.part}", **kept)


def drop_annual_part(session: Session, actor: Actor, year: str, part: str) -> None:
    """Go back to what the data say."""
    desk(actor, Permission.WRITE_DOCUMENTS)
    row = _part(session, year, part)
    if row is None:
        raise NotYours("edit")
    session.delete(row)
    record(session, actor, "went back to what the data say", about=f"annual {year} {part}")


def _part(session: Session, year: str, part: str) -> AnnualPart | None:
    return session.exec(select(AnnualPart).where(AnnualPart.year == year, AnnualPart.part == part)).first()
