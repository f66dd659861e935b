"""Editions: documents as they were frozen. What is published is open to the partnership, a pack to its agency alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import desk, seat
from maap.domain.documents import Document, Kind, kept_document
from maap.domain.people import AGENCY_ROLES, GRANTS, LONDON, Actor, NotYours, Permission
from maap.storage.editions import READABLE, Replacement, replacement
from maap.storage.tables import Agency, Edition, EditionFile, Template
from maap.views.heads import Head, head


@dataclass(frozen=True)
class EditionLine:
    """An edition. ``agency``: whose pack it is. ``endings``: the files there are.

    ``earlier``: the editions whose place it took, the latest first.
    """

    edition_id: int
    audit_id: int | None
    kind: Kind
    title: str
    year: str
    agency: str
    number: int
    state: str
    made_at: datetime
    published_at: datetime | None
    revision: int
    endings: tuple[str, ...]
    earlier: tuple["EditionLine", ...] = ()

    @property
    def published_on(self) -> date:
        """The day on which it was published; of a draft, the day on which it was frozen."""
        return (self.published_at or self.made_at).astimezone(LONDON).date()

    @property
    def called(self) -> str:
        """Its name among the other editions."""
        return f"{self.title}{f' of {self.agency}' if self.agency else ''}, edition {self.number} ({self.state})"

    def same_document(self, other: "EditionLine") -> bool:
        """Whether both are editions of one document."""
        return all(getattr(self, name) == getattr(other, name) for name in ("audit_id", "kind", "year", "agency"))


@dataclass(frozen=True)
class DocumentsRoom:
    """Where an audit's documents are made: its drafts, and its editions that are out, the newest first."""

    head: Head
    lines: tuple[EditionLine, ...]

    def newest(self, kind: Kind, state: str) -> EditionLine | None:
        """The newest edition of a kind in a state."""
        return next((line for line in self.lines if line.kind is kind and line.state == state), None)

    @property
    def packs(self) -> tuple[EditionLine, ...]:
        """The agencies' packs that are published, in the order in which they were made."""
        packs = (line for line in reversed(self.lines) if line.kind is Kind.PACK and line.state == "published")
        return tuple(packs)


def documents_room(session: Session, actor: Actor, audit_id: int) -> DocumentsRoom:
    """An audit's documents, for those who publish them."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    lines = _lines(session, col(Edition.audit_id) == place.id)
    drafts = (line for line in lines if line.state == "draft")
    return DocumentsRoom(head(place), (*drafts, *_with_earlier(lines)))


def published(session: Session, actor: Actor) -> tuple[EditionLine, ...]:
    """Everything published that the reader may read, the newest first, each with the editions that it replaced."""
    desk(actor, Permission.READ_PUBLISHED)
    return _with_earlier(_lines(session, col(Edition.state).in_(READABLE), _open_to(actor)))


def taken_over_by(session: Session, actor: Actor, edition_id: int) -> Replacement | None:
    """What took the place of an edition that the reader may read; None while nothing did."""
    desk(actor, Permission.READ_PUBLISHED)
    row = session.exec(
        select(Edition).where(Edition.id == edition_id, col(Edition.state).in_(READABLE), _open_to(actor))
    ).first()
    return replacement(session, row) if row else None


def draft_edition(session: Session, actor: Actor, audit_id: int, edition_id: int) -> tuple[Document, int]:
    """A draft as it was kept, and its revision, for those who publish it."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    row = session.exec(
        select(Edition).where(Edition.id == edition_id, Edition.audit_id == place.id, Edition.state == "draft")
    ).first()
    if row is None:
        raise NotYours("draft")
    return kept_document(row.body), row.revision


def edition_file(session: Session, actor: Actor, edition_id: int, ending: str) -> tuple[str, bytes]:
    """A file of an edition that is out or was replaced, and its name. Raises NotYours."""
    desk(actor, Permission.READ_PUBLISHED)
    row = session.execute(
        sa.select(col(Edition.title), col(Edition.number), col(EditionFile.content))
        .join(EditionFile, col(EditionFile.edition_id) == Edition.id)
        .where(
            col(Edition.id) == edition_id,
            col(EditionFile.ending) == ending,
            col(Edition.state).in_(READABLE),
            _open_to(actor),
        )
    ).first()
    if row is None:
        raise NotYours("document")
    return f"{row.title}-{row.number}.{ending}", row.content


def template_for(session: Session, actor: Actor, kind: Kind) -> bytes | None:
    """The partnership's own Word template for a kind; None when it uses the shipped one."""
    desk(actor, Permission.READ_PUBLISHED)
    statement = select(Template.content).where(Template.kind == kind, col(Template.active))
    return session.exec(statement.order_by(col(Template.id).desc())).first()


def _open_to(actor: Actor) -> sa.ColumnElement[bool]:
    """What somebody may read. A pack holds its agency's issues: whoever may not read those, reads no pack."""
    shared = col(Edition.agency_id).is_(None)
    reading = {role for role in actor.roles if Permission.READ_ISSUES in GRANTS[role]}
    if not reading:
        return shared
    if reading <= AGENCY_ROLES:
        return sa.or_(shared, col(Edition.agency_id) == (actor.agency_id or 0))
    return sa.true()


def _with_earlier(lines: Sequence[EditionLine]) -> tuple[EditionLine, ...]:
    """Editions that are out, each with those of the same document that were replaced."""
    replaced = [line for line in lines if line.state == "replaced"]
    return tuple(
        replace(line, earlier=tuple(one for one in replaced if one.same_document(line)))
        for line in lines
        if line.state == "published"
    )


def _lines(session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[EditionLine, ...]:
    rows = session.execute(
        sa.select(
            *(getattr(Edition, name) for name in _COLUMNS),
            col(Agency.short_name),
        )
        .join(Agency, col(Agency.id) == Edition.agency_id, isouter=True)
        .where(*conditions)
        .order_by(col(Edition.id).desc())
    ).all()
    endings = _endings(session, [row.id for row in rows])
    return tuple(
        EditionLine(
            edition_id=row.id,
            audit_id=row.audit_id,
            kind=Kind(row.kind),
            title=row.title,
            year=row.year,
            agency=row.short_name or "",
            number=row.number,
            state=row.state,
            made_at=row.made_at,
            published_at=row.published_at,
            revision=row.revision,
            endings=tuple(one for one in Kind(row.kind).endings if one in endings.get(row.id, ())),
        )
        for row in rows
    )


_COLUMNS = ("id", "audit_id", "kind", "title", "year", "number", "state", "made_at", "published_at", "revision")


def _endings(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = sa.select(col(EditionFile.edition_id), col(EditionFile.ending)).where(col(EditionFile.edition_id).in_(ids))
    for edition_id, ending in session.execute(rows.order_by(col(EditionFile.ending))):
        found[edition_id] = (*found.get(edition_id, ()), ending)
    return found
