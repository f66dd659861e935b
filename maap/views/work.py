"""What waits for one person across all audits within their reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import audits_of
from maap.domain.audit import Stage, has_reached
from maap.domain.commitment import ANSWERED_AT, Commitment
from maap.domain.fieldwork import HANDED_IN, OPEN_FOR_ANSWERS, ReturnState
from maap.domain.next_step import Task, next_step
from maap.domain.people import Actor, Permission, Role
from maap.domain.terms import Terms
from maap.domain.timetable import milestone_of
from maap.domain.waiting import DUE_BY, in_words
from maap.storage.standing import standings
from maap.storage.tables import Audit, Case, FellowAuditor, NamedAuditor, PanelMember, Participation, Return, Signature
from maap.views import concerns, issues
from maap.views.actions_waiting import actions_waiting

_Audits = Mapping[int, Audit]


@dataclass(frozen=True)
class ReturnLine:
    """A return that waits for the person."""

    return_id: int
    case: str
    state: ReturnState
    due: date
    late: bool


@dataclass(frozen=True)
class Waiting:
    """One thing to do, in one audit. ``returns`` are those it is about, soonest first."""

    task: Task
    what: str
    audit_id: int
    reference: str
    title: str
    due: date | None
    late: bool
    more: str = ""
    returns: tuple[ReturnLine, ...] = ()


@dataclass(frozen=True)
class Dashboard:
    """An audit whose charts are worth a look."""

    audit_id: int
    reference: str
    title: str
    stage: Stage


@dataclass(frozen=True)
class Work:
    """What waits, late things first; and the open charts, for those who only watch.

    ``concerns``: those that nobody has acknowledged, above everything else.
    """

    concerns: tuple[concerns.ConcernLine, ...]
    waiting: tuple[Waiting, ...]
    dashboards: tuple[Dashboard, ...]
    may_start: bool


def work(session: Session, actor: Actor) -> Work:
    """Everything that waits for the actor. Of the agencies they see their own only."""
    reached = audits_of(session, actor)
    audits = {audit.id or 0: audit for audit in reached if audit.stage != Stage.CLOSED}
    found = [
        *_to_sign(session, actor, audits),
        *_as_agency(session, actor, audits),
        *_as_partnership(session, actor, audits),
        *_as_panel(session, actor, audits),
        *_of_one_agency(session, actor, reached),
        *_actions(session, actor, reached),
    ]
    return Work(
        concerns=concerns.waiting(session, actor),
        waiting=tuple(sorted(found, key=lambda card: (not card.late, card.due or date.max, card.reference))),
        dashboards=tuple(_dashboards(audits.values())) if Role.OBSERVER in actor.roles else (),
        may_start=actor.may(Permission.START_AUDIT),
    )


def _card(actor: Actor, audit: Audit, task: Task, what: str = "", n: int = 1) -> Waiting:
    milestone = milestone_of(Terms.model_validate(audit.terms).timetable, DUE_BY.get(task, ""))
    due = milestone.on if milestone else None
    return Waiting(
        task=task,
        what=what or in_words(task, n),
        audit_id=audit.id or 0,
        reference=audit.reference,
        title=audit.title,
        due=due,
        late=due is not None and due < actor.today,
    )


def _to_sign(session: Session, actor: Actor, audits: _Audits) -> Iterator[Waiting]:
    asked = session.exec(
        select(Signature).where(Signature.person_id == actor.person_id, col(Signature.signed_at).is_(None))
    )
    for signature in asked:
        audit = audits.get(signature.audit_id)
        if audit and audit.stage == Stage.DRAFT and audit.terms_version == signature.version:
            yield _card(actor, audit, Task.SIGN_TERMS)


def _as_agency(session: Session, actor: Actor, audits: _Audits) -> Iterator[Waiting]:
    if actor.agency_id is None:
        return
    nameless = set[int]()
    if Role.AGENCY_LEAD in actor.roles:
        for part, auditors in _participations(session, actor.agency_id, audits):
            audit = audits[part.audit_id]
            if part.answer == Commitment.ASKED:
                yield _card(actor, audit, Task.COMMIT)
            elif part.answer == Commitment.COMMITTED and not auditors:
                nameless.add(part.audit_id)
                yield _card(actor, audit, Task.NAME_AUDITORS)
    if actor.may(Permission.ANSWER_RETURN):
        yield from _returns(session, actor, audits, nameless)


def _participations(session: Session, agency_id: int, audits: _Audits) -> Iterable[tuple[Participation, int]]:
    """The agency's part in audits that it may still answer, each with how many auditors it named."""
    open_now = [audit_id for audit_id, audit in audits.items() if audit.stage in ANSWERED_AT]
    named = (
        select(sa.func.count())
        .where(NamedAuditor.audit_id == Participation.audit_id, NamedAuditor.agency_id == Participation.agency_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Participation, named).where(
            Participation.agency_id == agency_id, col(Participation.audit_id).in_(open_now)
        )
    )
    return [(part, auditors) for part, auditors in rows]


def _returns(session: Session, actor: Actor, audits: _Audits, nameless: set[int]) -> Iterator[Waiting]:
    """A card for each kind of thing to do with returns, in each audit."""
    groups: dict[tuple[int, Task], list[ReturnLine]] = {}
    for row, case in _open_returns(session, actor, audits):
        task = _task(actor, row)
        if task is None or (task is Task.ASSIGN_RETURNS and row.audit_id in nameless):
            continue
        state = ReturnState(row.state)
        line = ReturnLine(row.id or 0, case, state, row.due, row.due < actor.today and state not in HANDED_IN)
        groups.setdefault((row.audit_id, task), []).append(line)
    for (audit_id, task), lines in groups.items():
        audit = audits[audit_id]
        yield Waiting(
            task=task,
            what=in_words(task, len(lines)),
            audit_id=audit_id,
            reference=audit.reference,
            title=audit.title,
            due=lines[0].due,
            late=any(line.late for line in lines),
            returns=tuple(lines),
        )


def _open_returns(session: Session, actor: Actor, audits: _Audits) -> Iterable[tuple[Return, str]]:
    """Returns of the actor's agency that wait for somebody in it; an auditor's own and nobody's."""
    fieldwork = [audit_id for audit_id, audit in audits.items() if audit.stage == Stage.FIELDWORK]
    statement = (
        select(Return, Case.reference)
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            Return.agency_id == actor.agency_id,
            Case.status == "drawn",
            col(Return.audit_id).in_(fieldwork),
            col(Return.state).in_([*OPEN_FOR_ANSWERS, ReturnState.SUBMITTED]),
        )
        .order_by(col(Return.due), col(Case.number))
    )
    if Role.AGENCY_LEAD not in actor.roles:
        named = sa.exists().where(
            col(NamedAuditor.audit_id) == Return.audit_id, col(NamedAuditor.person_id) == actor.person_id
        )
        of_theirs = (
            col(Return.auditor_id).is_(None) | (col(Return.auditor_id) == actor.person_id) | _helps(actor.person_id)
        )
        statement = statement.where(named, of_theirs)
    return [(row, case) for row, case in session.execute(statement)]


def _helps(person_id: int) -> sa.ColumnElement[bool]:
    """Whether somebody answers a return together with the auditor whom it was given to."""
    return sa.exists().where(col(FellowAuditor.return_id) == Return.id, col(FellowAuditor.person_id) == person_id)


def _task(actor: Actor, row: Return) -> Task | None:
    """What a return asks of the actor; None when it waits for a colleague who is in time."""
    leads = Role.AGENCY_LEAD in actor.roles
    if row.state == ReturnState.SUBMITTED:
        return Task.CHECK_RETURNS if leads else None
    if row.auditor_id is None:
        return Task.ASSIGN_RETURNS if leads else Task.TAKE_RETURNS
    if row.auditor_id != actor.person_id and leads:
        return Task.CHASE_RETURNS if row.due < actor.today else None
    return Task.CHANGE_RETURNS if row.state == ReturnState.CHANGES_REQUESTED else Task.COMPLETE_RETURNS


def _as_partnership(session: Session, actor: Actor, audits: _Audits) -> Iterator[Waiting]:
    """For the coordinator and the chair: an audit whose next step is theirs, and what they should chase."""
    coordinates = Role.COORDINATOR in actor.roles
    if not coordinates and Role.CHAIR not in actor.roles:
        return
    for audit_id, counts in standings(session, list(audits.values()), actor.today).items():
        audit, step = audits[audit_id], next_step(counts)
        if step.task and (step.task is Task.GRADE_CASES or (coordinates and step.waits_for_the_coordinator)):
            yield replace(_card(actor, audit, step.task, step.what), more=step.more)
        if coordinates and counts.stage in ANSWERED_AT and counts.unanswered:
            yield _card(actor, audit, Task.CHASE_AGENCIES, n=counts.unanswered)
        if coordinates and counts.stage is Stage.FIELDWORK and counts.returns_late:
            card = _card(actor, audit, Task.CHASE_RETURNS, n=counts.returns_late)
            yield replace(card, late=True, more="The list of returns says whose.")


def _as_panel(session: Session, actor: Actor, audits: _Audits) -> Iterator[Waiting]:
    """For a panel member: the cases of the panels they sit on."""
    if Role.PANEL_MEMBER not in actor.roles:
        return
    sits = session.exec(select(PanelMember.audit_id).where(PanelMember.person_id == actor.person_id))
    for audit_id in sits:
        if audit_id in audits and audits[audit_id].stage == Stage.PANEL:
            yield _card(actor, audits[audit_id], Task.READ_CASES)


def _of_one_agency(session: Session, actor: Actor, reached: Iterable[Audit]) -> Iterator[Waiting]:
    """Issues of one agency that wait, also in audits that are closed: for its lead, and for the coordinator."""
    audits = {audit.id or 0: audit for audit in reached}
    for found in issues.waiting(session, actor):
        audit, coordinates = audits[found.audit_id], actor.may(Permission.CLOSE_ISSUE)
        if coordinates and found.answered:
            yield _card(actor, audit, Task.CLOSE_ISSUES, n=found.answered)
        task, n = (Task.CHASE_ISSUES, found.overdue) if coordinates else (Task.ANSWER_ISSUES, found.to_answer)
        if n:
            yield replace(_card(actor, audit, task, n=n), due=found.due, late=found.overdue > 0)


def _actions(session: Session, actor: Actor, reached: Iterable[Audit]) -> Iterator[Waiting]:
    """Actions that are due soon or late, for the lead of their agency; and those whose end another has to confirm."""
    audits = {audit.id or 0: audit for audit in reached}
    for found in actions_waiting(session, actor):
        audit = audits[found.audit_id]
        if found.to_report:
            card = _card(actor, audit, Task.REPORT_ACTIONS, n=found.to_report)
            yield replace(card, due=found.due, late=found.overdue > 0)
        if found.to_confirm:
            yield _card(actor, audit, Task.CONFIRM_ACTIONS, n=found.to_confirm)


def _dashboards(audits: Iterable[Audit]) -> Iterator[Dashboard]:
    for audit in audits:
        if has_reached(Stage(audit.stage), Stage.FIELDWORK):
            yield Dashboard(audit.id or 0, audit.reference, audit.title, Stage(audit.stage))
