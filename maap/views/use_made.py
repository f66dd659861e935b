"""What agencies did with published briefings, and which of them have not said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import desk
from maap.domain.documents import Kind
from maap.domain.people import LONDON, Actor, Permission
from maap.storage.editions import READABLE
from maap.storage.tables import Agency, Edition, Participation, UseMade
from maap.views.library import OPEN_TO_ALL


@dataclass(frozen=True)
class UseLine:
    """One use. ``mine``: of the reader's own agency. ``earlier``: the day of its edition, if replaced since."""

    use_id: int
    agency: str
    how: str
    reached: int | None
    used_on: date
    text: str
    mine: bool
    earlier: date | None = None


@dataclass(frozen=True)
class Used:
    """A briefing that is out and its uses, newest first; those of editions that it replaced come after its own.

    ``silent``: agencies that took part and have said nothing of any edition.
    """

    edition_id: int
    title: str
    kind: Kind
    year: str
    published_on: date | None
    uses: tuple[UseLine, ...]
    silent: tuple[str, ...]

    @property
    def reached(self) -> int:
        """People reached, as far as agencies counted them."""
        return sum(use.reached or 0 for use in self.uses)


@dataclass(frozen=True)
class Count:
    """For reports. ``counted``: how many of the uses say how many people they reached."""

    agencies: int
    uses: int
    reached: int
    counted: int


def uses(session: Session, actor: Actor) -> tuple[Used, ...]:
    """Every published briefing with what all agencies did with it: for those who keep the library."""
    desk(actor, Permission.KEEP_LIBRARY)
    return _used(session, actor, None)


def own_uses(session: Session, actor: Actor) -> tuple[Used, ...]:
    """Every published briefing with what the reader's own agency did with it."""
    desk(actor, Permission.RECORD_USE)
    return _used(session, actor, actor.agency_id or 0)


def count(session: Session, actor: Actor, edition_id: int) -> Count:
    """How often a briefing was used, by how many agencies, and how many people it reached. No words, no names."""
    desk(actor, Permission.READ_PUBLISHED)
    agencies, found, reached, counted = session.execute(
        sa.select(
            sa.func.count(sa.distinct(col(UseMade.agency_id))),
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(UseMade.reached), 0),
            sa.func.count(col(UseMade.reached)),
        ).where(col(UseMade.edition_id) == edition_id)
    ).one()
    return Count(agencies, found, int(reached), counted)


def _used(session: Session, actor: Actor, own: int | None) -> tuple[Used, ...]:
    editions = session.scalars(
        sa.select(Edition)
        .where(
            col(Edition.state).in_(READABLE),
            col(Edition.agency_id).is_(None),
            col(Edition.kind).in_(OPEN_TO_ALL),
        )
        .order_by(col(Edition.published_at).desc(), col(Edition.id).desc())
    ).all()
    out = [edition for edition in editions if edition.state == "published"]
    lines = _of_documents(out, editions, _lines(session, actor, own))
    silent = _silent(session, out, lines) if own is None else {}
    return tuple(
        Used(
            edition_id=edition.id or 0,
            title=edition.title,
            kind=Kind(edition.kind),
            year=edition.year,
            published_on=_day(edition),
            uses=tuple(line for _, line in lines.get(edition.id or 0, ())),
            silent=silent.get(edition.id or 0, ()),
        )
        for edition in out
    )


def _day(edition: Edition) -> date | None:
    return edition.published_at.astimezone(LONDON).date() if edition.published_at else None


def _of_documents(out: Iterable[Edition], editions: Iterable[Edition], lines: "_Lines") -> "_Lines":
    """By edition that is out: its own uses, then those of the editions that it replaced, marked with their day."""
    replaced: dict[tuple[object, ...], list[tuple[int, UseLine]]] = {}
    for edition in editions:
        if edition.state == "replaced":
            marked = [(agency, replace(line, earlier=_day(edition))) for agency, line in lines.get(edition.id or 0, ())]
            replaced.setdefault((edition.audit_id, edition.kind, edition.year), []).extend(marked)
    return {
        one.id or 0: [*lines.get(one.id or 0, ()), *replaced.get((one.audit_id, one.kind, one.year), ())] for one in out
    }


_Lines = Mapping[int, list[tuple[int, UseLine]]]
"""By edition: each use with its agency."""


def _lines(session: Session, actor: Actor, own: int | None) -> _Lines:
    asked = (
        sa.select(UseMade, col(Agency.short_name))
        .join(Agency, col(Agency.id) == UseMade.agency_id)
        .order_by(col(UseMade.used_on).desc(), col(UseMade.id).desc())
    )
    if own is not None:
        asked = asked.where(col(UseMade.agency_id) == own)
    found: dict[int, list[tuple[int, UseLine]]] = {}
    for row, agency in session.execute(asked):
        mine = row.agency_id == actor.agency_id
        line = UseLine(row.id or 0, agency, row.how, row.reached, row.used_on, row.text, mine)
        found.setdefault(row.edition_id, []).append((row.agency_id, line))
    return found


def _silent(session: Session, editions: Iterable[Edition], lines: _Lines) -> dict[int, tuple[str, ...]]:
    taking_part: dict[int, list[tuple[int, str]]] = {}
    for audit_id, agency_id, name in session.execute(
        sa.select(col(Participation.audit_id), col(Agency.id), col(Agency.short_name))
        .join(Agency, col(Agency.id) == Participation.agency_id)
        .where(col(Participation.answer) != "declined", col(Agency.active))
        .order_by(col(Agency.position), col(Agency.id))
    ):
        taking_part.setdefault(audit_id, []).append((agency_id, name))
    spoke = {edition_id: {agency_id for agency_id, _ in listed} for edition_id, listed in lines.items()}
    return {
        edition.id or 0: tuple(
            name
            for agency_id, name in taking_part.get(edition.audit_id or 0, ())
            if agency_id not in spoke.get(edition.id or 0, set())
        )
        for edition in editions
    }
