"""Issues that belong to one agency: read by that agency's lead and the coordinator, only counted for anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from maap.access import Seat, audits_of, seat
from maap.domain.issues import AWAITED, IssueState, RaisedAs, Step
from maap.domain.people import Actor, NotYours, Permission, Role
from maap.storage.counted_rows import how_many
from maap.storage.tables import Agency, AgencyIssue, Appointment, Case, IssueStep, Person
from maap.views.heads import Head, head
from maap.views.raising import Choice, choices


@dataclass(frozen=True)
class IssueLine:
    """An issue in a list, without its words. ``late``: its agency's answer is overdue."""

    issue_id: int
    agency_id: int
    agency: str
    number: int
    case: str
    state: IssueState
    raised_as: RaisedAs
    raised_at: datetime
    due: date
    late: bool
    chased_at: datetime | None

    @property
    def name(self) -> str:
        """What it is called: Police 2."""
        return f"{self.agency} {self.number}"


@dataclass(frozen=True)
class Issues:
    """The issues a reader may read. ``choices``: for whom the reader may raise one here; empty for an agency's lead."""

    head: Head
    own_only: bool
    may_close: bool
    lines: tuple[IssueLine, ...]
    choices: tuple[Choice, ...]

    def how_many(self, *states: IssueState) -> int:
        """Issues in one of these states."""
        return sum(line.state in states for line in self.lines)

    @property
    def late(self) -> int:
        """Issues whose answer is overdue."""
        return sum(line.late for line in self.lines)


@dataclass(frozen=True)
class StepTaken:
    """What was done about an issue, by the agency or by the coordinator, and what was said."""

    step: Step
    words: str
    by_agency: bool
    at: datetime


@dataclass(frozen=True)
class Issue:
    """One issue, whole. ``has_lead``: whether somebody of its agency can answer here."""

    head: Head
    line: IssueLine
    text: str
    wanted: str
    steps: tuple[StepTaken, ...]
    revision: int
    may_answer: bool
    may_close: bool
    has_lead: bool

    @property
    def reply(self) -> str:
        """The agency's latest answer; empty while there is none."""
        return next((one.words for one in reversed(self.steps) if one.step is Step.ANSWERED), "")


@dataclass(frozen=True)
class IssuesWaiting:
    """How many issues of an audit wait for a reader, and by when the first."""

    audit_id: int
    to_answer: int
    answered: int
    overdue: int
    due: date | None


def issues(session: Session, actor: Actor, audit_id: int) -> Issues:
    """Every issue the reader may read, those that are late first, then by due date."""
    place = seat(session, actor, audit_id, Permission.READ_ISSUES)
    lines = [line for line, _ in _lines(session, place, sa.true())]
    may_close = place.may(Permission.CLOSE_ISSUE)
    return Issues(
        head=head(place),
        own_only=place.own_agency_only(Permission.READ_ISSUES),
        may_close=may_close,
        lines=tuple(sorted(lines, key=lambda one: (one.state is IssueState.CLOSED, not one.late, one.due))),
        choices=choices(session, place) if may_close else (),
    )


def issue(session: Session, actor: Actor, audit_id: int, issue_id: int) -> Issue:
    """One issue with everything said about it. Raises NotYours for another agency's."""
    place = seat(session, actor, audit_id, Permission.READ_ISSUES)
    found = _lines(session, place, col(AgencyIssue.id) == issue_id)
    if not found:
        raise NotYours("issue")
    line, row = found[0]
    steps = session.exec(select(IssueStep).where(IssueStep.issue_id == issue_id).order_by(col(IssueStep.id)))
    return Issue(
        head=head(place),
        line=line,
        text=row.text,
        wanted=row.wanted,
        steps=tuple(StepTaken(Step(one.step), one.words, one.by_agency, one.taken_at) for one in steps),
        revision=row.revision,
        may_answer=place.may(Permission.ANSWER_ISSUE) and row.agency_id == actor.agency_id,
        may_close=place.may(Permission.CLOSE_ISSUE),
        has_lead=_has_lead(session, row.agency_id),
    )


def count(session: Session, actor: Actor, audit_id: int) -> int:
    """How many issues of single agencies an audit raised: all that a report or a chart says of them."""
    seat(session, actor, audit_id, Permission.SEE_RESULTS)
    return session.exec(select(func.count()).where(AgencyIssue.audit_id == audit_id)).one()


def waiting(session: Session, actor: Actor) -> tuple[IssuesWaiting, ...]:
    """What waits for an agency's lead (to answer) or the coordinator (answered, or overdue), audit by audit."""
    audits = audits_of(session, actor)
    statement = (
        sa.select(
            col(AgencyIssue.audit_id),
            how_many(col(AgencyIssue.state).in_(AWAITED)),
            how_many(col(AgencyIssue.state) == IssueState.ANSWERED),
            how_many(col(AgencyIssue.state).in_(AWAITED) & (col(AgencyIssue.due) < actor.today)),
            sa.func.min(sa.case((col(AgencyIssue.state).in_(AWAITED), col(AgencyIssue.due)))),
        )
        .where(
            col(AgencyIssue.audit_id).in_([audit.id for audit in audits]), col(AgencyIssue.state) != IssueState.CLOSED
        )
        .group_by(col(AgencyIssue.audit_id))
    )
    if not actor.may(Permission.CLOSE_ISSUE):
        if not actor.may(Permission.ANSWER_ISSUE):
            return ()
        statement = statement.where(col(AgencyIssue.agency_id) == actor.agency_id)
    return tuple(IssuesWaiting(*row) for row in session.execute(statement))


def _lines(session: Session, place: Seat, which: sa.ColumnElement[bool]) -> Sequence[tuple[IssueLine, AgencyIssue]]:
    """Issues of the audit: for an agency's lead their own agency's, whatever is asked for."""
    statement = (
        sa.select(AgencyIssue, col(Agency.short_name), col(Case.reference))
        .join(Agency, col(Agency.id) == AgencyIssue.agency_id)
        .join(Case, col(Case.id) == AgencyIssue.case_id, isouter=True)
        .where(col(AgencyIssue.audit_id) == place.id, which)
        .order_by(col(Agency.position), col(Agency.id), col(AgencyIssue.number))
    )
    if place.own_agency_only(Permission.READ_ISSUES):
        statement = statement.where(col(AgencyIssue.agency_id) == place.actor.agency_id)
    return [(_line(row, agency, case, place.actor.today), row) for row, agency, case in session.execute(statement)]


def _line(row: AgencyIssue, agency: str, case: str | None, today: date) -> IssueLine:
    state = IssueState(row.state)
    return IssueLine(
        issue_id=row.id or 0,
        agency_id=row.agency_id,
        agency=agency,
        number=row.number,
        case=case or "",
        state=state,
        raised_as=RaisedAs(row.raised_as),
        raised_at=row.raised_at,
        due=row.due,
        late=state in AWAITED and row.due < today,
        chased_at=row.chased_at,
    )


def _has_lead(session: Session, agency_id: int) -> bool:
    lead = (
        select(Person.id)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Person.agency_id == agency_id, col(Person.active), Appointment.role == Role.AGENCY_LEAD)
    )
    return session.exec(lead.limit(1)).first() is not None
