"""Who owes which return: the case × agency grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.people import Actor, Permission, Role
from maap.storage.tables import Agency, Answer, Case, FellowAuditor, NamedAuditor, Person, QuestionNote, Return


@dataclass(frozen=True)
class Cell:
    """One return of the grid. ``late``: due before today and not in."""

    return_id: int
    case: str
    agency_id: int
    agency: str
    state: ReturnState
    auditor_id: int | None
    auditor: str
    due: date
    late: bool
    answered: int
    touched_at: datetime | None
    revision: int
    mine: bool
    """Whether the actor may open it to answer."""
    discussed: int
    """How many of its questions have open notes."""
    fellows: tuple[int, ...] = ()
    """The auditors who answer it together with the one whom it was given to."""
    together: tuple[str, ...] = ()
    """Their names."""


@dataclass(frozen=True)
class Grid:
    """The case × agency grid of an audit: every return that the actor may see."""

    seat: Seat
    cells: tuple[Cell, ...]
    auditors: Mapping[int, str]
    """The named auditors of the actor's own agency, by id; empty for the partnership's team."""

    @property
    def cases(self) -> tuple[str, ...]:
        """Case references, in order."""
        return tuple(dict.fromkeys(cell.case for cell in self.cells))

    @property
    def agencies(self) -> tuple[str, ...]:
        """Agencies' short names, in the partnership's order."""
        return tuple(dict.fromkeys(cell.agency for cell in self.cells))

    @property
    def handed_in(self) -> int:
        """How many returns are in; «not known to us» is in."""
        return sum(cell.state in HANDED_IN for cell in self.cells)


def grid(session: Session, actor: Actor, audit_id: int) -> Grid:
    """Who owes which return. An agency's people see their own agency's only."""
    place = seat(session, actor, audit_id, Permission.SEE_GRID)
    own = place.own_agency_only(Permission.SEE_GRID)
    answered = select(sa.func.count()).where(Answer.return_id == Return.id, col(Answer.counted)).scalar_subquery()
    notes = select(sa.func.count(sa.distinct(col(QuestionNote.question_id)))).where(
        QuestionNote.return_id == Return.id, col(QuestionNote.closed_at).is_(None)
    )
    columns = (col(Case.reference), col(Agency.short_name), col(Person.name), answered, notes.scalar_subquery())
    statement = (
        sa.select(Return, *columns)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .join(Person, col(Person.id) == Return.auditor_id, isouter=True)
        .where(col(Return.audit_id) == audit_id, col(Case.status) == "drawn")
        .order_by(col(Case.number), col(Agency.position), col(Agency.id))
    )
    if own:
        statement = statement.where(col(Return.agency_id) == actor.agency_id)
    rows, fellows = session.execute(statement).all(), _fellows(session, audit_id)
    cells = [_cell(place, fellows.get(row[0].id or 0, {}), *row) for row in rows]
    return Grid(place, tuple(cells), _auditors(session, place) if own else {})


def _cell(
    place: Seat,
    fellows: Mapping[int, str],
    row: Return,
    case: str,
    agency: str,
    auditor: str | None,
    answered: int,
    discussed: int,
) -> Cell:
    state, actor = ReturnState(row.state), place.actor
    theirs = row.auditor_id in (None, actor.person_id) or actor.person_id in fellows
    reaches = Role.AGENCY_LEAD in place.roles or theirs
    return Cell(
        return_id=row.id or 0,
        case=case,
        agency_id=row.agency_id,
        agency=agency,
        state=state,
        auditor_id=row.auditor_id,
        auditor=auditor or "",
        due=row.due,
        late=row.due < actor.today and state not in HANDED_IN,
        answered=answered,
        touched_at=row.touched_at,
        revision=row.revision,
        mine=row.agency_id == actor.agency_id and place.may(Permission.ANSWER_RETURN) and reaches,
        discussed=discussed if place.may(Permission.READ_RETURN) else 0,
        fellows=tuple(fellows),
        together=tuple(fellows.values()),
    )


def _fellows(session: Session, audit_id: int) -> dict[int, dict[int, str]]:
    """Return → those who answer it together with its auditor, by id, with their names."""
    rows = session.execute(
        sa.select(col(FellowAuditor.return_id), col(Person.id), col(Person.name))
        .join(Person, col(Person.id) == FellowAuditor.person_id)
        .join(Return, col(Return.id) == FellowAuditor.return_id)
        .where(col(Return.audit_id) == audit_id)
        .order_by(col(Person.name), col(Person.id))
    )
    found: dict[int, dict[int, str]] = {}
    for return_id, person_id, name in rows:
        found.setdefault(return_id, {})[person_id] = name
    return found


def _auditors(session: Session, place: Seat) -> dict[int, str]:
    named = session.execute(
        select(Person.id, Person.name)
        .join(NamedAuditor, col(NamedAuditor.person_id) == Person.id)
        .where(NamedAuditor.audit_id == place.id, NamedAuditor.agency_id == place.actor.agency_id, col(Person.active))
        .order_by(Person.name)
    ).all()
    return {each.id: each.name for each in named}
