"""Returns: who owes which, and what one of them says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import ReturnSeat, Seat, return_seat, seat
from maap.domain.audit import Stage
from maap.domain.engine import Route, route, said
from maap.domain.fieldwork import HANDED_IN, OPEN_FOR_ANSWERS, ReturnState
from maap.domain.people import Actor, Permission, Role
from maap.domain.questionnaire import Question, Questionnaire, Themes
from maap.storage.forms import form
from maap.storage.tables import (
    Agency,
    Answer,
    Case,
    ChangeRequest,
    NamedAuditor,
    Person,
    Return,
    Theme,
)


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
    statement = (
        sa.select(Return, col(Case.reference), col(Agency.short_name), col(Person.name), answered)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .join(Person, col(Person.id) == Return.auditor_id, isouter=True)
        .where(col(Return.audit_id) == audit_id, col(Case.status) == "drawn")
        .order_by(col(Case.number), col(Agency.position), col(Agency.id))
    )
    if own:
        statement = statement.where(col(Return.agency_id) == actor.agency_id)
    rows = session.execute(statement).all()
    return Grid(place, tuple(_cell(place, *row) for row in rows), _auditors(session, place) if own else {})


def _cell(place: Seat, row: Return, case: str, agency: str, auditor: str | None, answered: int) -> Cell:
    state, actor = ReturnState(row.state), place.actor
    reaches = Role.AGENCY_LEAD in place.roles or row.auditor_id in (None, actor.person_id)
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
    )


def _auditors(session: Session, place: Seat) -> dict[int, str]:
    named = session.execute(
        select(Person.id, Person.name)
        .join(NamedAuditor, col(NamedAuditor.person_id) == Person.id)
        .where(NamedAuditor.audit_id == place.id, NamedAuditor.agency_id == place.actor.agency_id, col(Person.active))
        .order_by(Person.name)
    ).all()
    return {each.id: each.name for each in named}


@dataclass(frozen=True)
class Stored:
    """An answer as it is stored. ``colleague``: somebody else saved it last."""

    value: object
    revision: int
    saved_at: datetime
    colleague: bool


@dataclass(frozen=True)
class ThemeChoice:
    """A theme to pick from, under its group."""

    key: str
    name: str
    group: str
    definition: str


@dataclass(frozen=True)
class Request:
    """What somebody asked to be changed, on which sections; none means the whole return."""

    sections: tuple[str, ...]
    note: str
    made_at: datetime
    still_open: bool


@dataclass(frozen=True)
class Sheet:
    """One return, with everything its pages draw."""

    place: ReturnSeat
    agency: str
    auditor: str
    form: Questionnaire
    route: Route
    stored: Mapping[str, Stored]
    themes: tuple[ThemeChoice, ...]
    requests: tuple[Request, ...]
    urgent: str
    """Whom to telephone when a child may be at risk now."""

    @property
    def return_id(self) -> int:
        """The return's id."""
        return self.place.row.id or 0

    @property
    def state(self) -> ReturnState:
        """Where the return is."""
        return ReturnState(self.place.row.state)

    @property
    def open_for_me(self) -> bool:
        """Whether the actor may answer now."""
        fieldwork = self.place.seat.audit.stage == Stage.FIELDWORK
        own = self.place.row.agency_id == self.place.seat.actor.agency_id
        return fieldwork and own and self.state in OPEN_FOR_ANSWERS and self.place.seat.may(Permission.ANSWER_RETURN)

    @property
    def for_me_to_check(self) -> bool:
        """Whether the actor may accept the return, ask for changes, or reopen it."""
        place = self.place.seat
        return place.audit.stage == Stage.FIELDWORK and place.may(Permission.CHECK_RETURN)

    @property
    def for_me_to_accept(self) -> bool:
        """Whether the actor is the lead of this return's agency, and it waits for them."""
        place = self.place.seat
        leads = Role.AGENCY_LEAD in place.roles and self.place.row.agency_id == place.actor.agency_id
        return self.for_me_to_check and leads and self.state is ReturnState.SUBMITTED

    def saying(self, question: Question) -> str:
        """The answer to a question, in words."""
        value = self.route.values.get(question.id, self.route.answers.get(question.id))
        if isinstance(question, Themes) and isinstance(value, list):
            names = {theme.key: theme.name for theme in self.themes}
            return ", ".join(names.get(str(key), str(key)) for key in value)
        return said(question, value, self.form)


def sheet(session: Session, actor: Actor, return_id: int) -> Sheet:
    """A return, for somebody who may read it."""
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    agency = session.get_one(Agency, place.row.agency_id)
    auditor = session.get(Person, place.row.auditor_id) if place.row.auditor_id else None
    definition = form(place.seat.audit, agency.key)
    rows = session.exec(select(Answer).where(Answer.return_id == return_id)).all()
    stored = {
        row.question_id: Stored(row.value, row.revision, row.saved_at, row.saved_by != actor.person_id) for row in rows
    }
    return Sheet(
        place=place,
        agency=agency.name,
        auditor=auditor.name if auditor else "",
        form=definition,
        route=route(definition, {key: each.value for key, each in stored.items()}, actor.today),
        stored=stored,
        themes=_themes(session, definition.audience),
        requests=_requests(session, return_id),
        urgent=_urgent(place.seat),
    )


def _themes(session: Session, audience: str) -> tuple[ThemeChoice, ...]:
    audiences = ["children", "adults", "both"] if audience == "both" else [audience, "both"]
    group = select(Theme.id, Theme.name).where(col(Theme.group_id).is_(None)).subquery()
    rows = session.execute(
        select(Theme.key, Theme.name, group.c.name, Theme.definition)
        .join(group, group.c.id == Theme.group_id)
        .where(
            col(Theme.active),
            col(Theme.audience).in_(audiences),
        )
        .order_by(col(Theme.position))
    )
    return tuple(ThemeChoice(*row) for row in rows)


def _requests(session: Session, return_id: int) -> tuple[Request, ...]:
    rows = session.exec(
        select(ChangeRequest).where(ChangeRequest.return_id == return_id).order_by(col(ChangeRequest.id).desc())
    )
    return tuple(Request(tuple(row.sections), row.note, row.made_at, row.closed_at is None) for row in rows)


def _urgent(place: Seat) -> str:
    """Whom the terms name for an immediate concern, with the telephone number."""
    terms = place.audit.terms
    return " ".join(str(terms.get(field) or "") for field in ("concern_contact", "concern_phone")).strip()
