"""An issue that belongs to one agency goes to that agency alone, and comes back to the coordinator.

The trail says that something was done, and never to which agency, about which case or in which words.
"""

from collections.abc import Collection
from functools import partial

from sqlalchemy import func
from sqlmodel import Session, col, select

from maap.access import Seat, return_seat, seat
from maap.domain.audit import Stage
from maap.domain.fitting import Overtaken
from maap.domain.giving import guard
from maap.domain.issues import (
    IssueState,
    NewIssue,
    Said,
    Step,
    answer_due,
    move,
    raised_as,
    refuse_at,
    refuse_chasing_again,
    tells_of_an_issue,
)
from maap.domain.lane_letters import issue_chased, issue_raised
from maap.domain.panels import refuse_too_early
from maap.domain.people import GRANTS, LONDON, Actor, NotYours, Permission, Role
from maap.domain.problems import Problem
from maap.outside.bank_holidays import around
from maap.outside.words import lexicon
from maap.storage.lane_letters import agency_name, named, write_to_leads
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import AgencyIssue, Answer, Case, IssueStep, Participation
from maap.storage.trail import record
from maap.storage.twins import twin


def raise_issue(session: Session, actor: Actor, audit_id: int, given: NewIssue) -> int:
    """Send an issue to one agency of the audit. Returns its id; pressed twice it is one.

    An agency's people raise what their own return tells of (``given.answer_id``), the others what they read in a case.
    Raises Problem, WrongStage, Identifiers (must not be stored) and MayIdentify (needs a reason).
    """
    place = seat(session, actor, audit_id, Permission.RAISE_ISSUE)
    refuse_at(Stage(place.audit.stage))
    case_id = _case(session, place, given)
    _refuse_a_stranger(session, audit_id, given.agency_id)
    _guard(actor, (given.text, given.wanted), given.kept_because)
    row = AgencyIssue(
        **given.model_dump(exclude={"case_id"}),
        audit_id=audit_id,
        case_id=case_id,
        number=_next_number(session, audit_id, given.agency_id),
        due=answer_due(actor.today, around(actor.today)),
        raised_as=raised_as(_raising(place.roles)),
        raised_by=actor.person_id,
        raised_at=actor.now,
    )
    if (there := twin(session, row, "raised_at")) is not None:
        return there.id or 0
    session.add(row)
    session.flush()
    worded = partial(issue_raised, agency=agency_name(session, row.agency_id), audit=named(place.audit), due=row.due)
    write_to_leads(session, row, worded, "issue raised", actor.now)
    beat(session, audit_id)
    _note(session, actor, row, "raised an issue of one agency", kept_words=bool(given.kept_because))
    return row.id or 0


def receive(session: Session, actor: Actor, audit_id: int, issue_id: int, seen: int) -> None:
    """The agency says that it has an issue. Raises Problem and Overtaken."""
    place = seat(session, actor, audit_id, Permission.ANSWER_ISSUE)
    row = _issue(session, place, issue_id, Permission.ANSWER_ISSUE)
    _take(session, actor, row, Step.RECEIVED, seen)
    _note(session, actor, row, "received an issue of one agency")


def answer_issue(session: Session, actor: Actor, audit_id: int, issue_id: int, said: Said, seen: int) -> None:
    """The agency answers, or adds to its answer. Raises Problem, Overtaken, Identifiers and MayIdentify."""
    place = seat(session, actor, audit_id, Permission.ANSWER_ISSUE)
    row = _issue(session, place, issue_id, Permission.ANSWER_ISSUE)
    _take(session, actor, row, Step.ANSWERED, seen, said)
    _note(session, actor, row, "answered an issue of one agency", kept_words=bool(said.kept_because))


def close_issue(session: Session, actor: Actor, audit_id: int, issue_id: int, said: Said, seen: int) -> None:
    """The coordinator closes an issue and says what came of it. Raises as `answer_issue` does."""
    place = seat(session, actor, audit_id, Permission.CLOSE_ISSUE)
    row = _issue(session, place, issue_id, Permission.CLOSE_ISSUE)
    _take(session, actor, row, Step.CLOSED, seen, said)
    beat(session, audit_id)
    _note(session, actor, row, "closed an issue of one agency", kept_words=bool(said.kept_because))


def reopen_issue(session: Session, actor: Actor, audit_id: int, issue_id: int, said: Said, seen: int) -> None:
    """The coordinator asks the agency again and says why; its answer is due anew. Raises as `answer_issue` does."""
    place = seat(session, actor, audit_id, Permission.CLOSE_ISSUE)
    row = _issue(session, place, issue_id, Permission.CLOSE_ISSUE)
    due = answer_due(actor.today, around(actor.today), again=True)
    _take(session, actor, row, Step.REOPENED, seen, said, due=due, chased_at=None)
    worded = partial(
        issue_raised, agency=agency_name(session, row.agency_id), audit=named(place.audit), due=due, again=True
    )
    write_to_leads(session, row, worded, "issue reopened", actor.now)
    beat(session, audit_id)
    _note(session, actor, row, "opened an issue of one agency again", kept_words=bool(said.kept_because))


def chase(session: Session, actor: Actor, audit_id: int, issue_id: int, seen: int) -> int:
    """Remind the agency's leads of an issue that waits for them. Returns how many letters were written.

    Raises Overtaken, and Problem when nothing is awaited, when they were reminded today or when there is no lead.
    """
    place = seat(session, actor, audit_id, Permission.CLOSE_ISSUE)
    row = _issue(session, place, issue_id, Permission.CLOSE_ISSUE)
    refuse_chasing_again(row.chased_at.astimezone(LONDON).date() if row.chased_at else None, actor.today)
    _take(session, actor, row, Step.CHASED, seen, chased_at=actor.now)
    worded = partial(
        issue_chased,
        agency=agency_name(session, row.agency_id),
        audit=named(place.audit),
        due=row.due,
        late=row.due < actor.today,
    )
    letters = write_to_leads(session, row, worded, "issue chased", actor.now)
    if not letters:
        raise Problem("This agency has no lead who could answer here. Ask your administrator to invite one.")
    _note(session, actor, row, "reminded an agency of an issue", letters=letters)
    return letters


def _raising(roles: Collection[Role]) -> list[Role]:
    return [role for role in roles if Permission.RAISE_ISSUE in GRANTS[role]]


def _case(session: Session, place: Seat, given: NewIssue) -> int | None:
    """The case an issue is about. What an answer tells of is about the case of its return."""
    if given.answer_id is not None:
        return _case_of_answer(session, place, given.answer_id)
    if place.own_agency_only(Permission.RAISE_ISSUE):
        raise Problem("Raise an issue from the return in which you found it, beside the question that asks for it.")
    refuse_too_early(Stage(place.audit.stage), place.roles)
    if given.case_id is None:
        return None
    of_this_audit = select(Case.id).where(col(Case.id) == given.case_id, Case.audit_id == place.id)
    found = session.exec(of_this_audit.where(Case.status == "drawn")).first()
    if found is None:
        raise NotYours("case")
    return found


def _case_of_answer(session: Session, place: Seat, answer_id: int) -> int:
    answer = session.get(Answer, answer_id)
    if answer is None:
        raise NotYours("return")
    found = return_seat(session, place.actor, answer.return_id, Permission.READ_RETURN)
    if found.seat.id != place.id:
        raise NotYours("return")
    if not tells_of_an_issue(answer.question_id, answer.value):
        raise Problem("The return says that there is no issue of one agency. Change that answer first.")
    if session.exec(select(AgencyIssue.id).where(AgencyIssue.answer_id == answer_id)).first() is not None:
        raise Problem("This issue is already raised with its agency. There is nothing more for you to do.")
    return found.row.case_id


def _refuse_a_stranger(session: Session, audit_id: int, agency_id: int) -> None:
    taking_part = select(Participation.id).where(
        Participation.audit_id == audit_id, Participation.agency_id == agency_id
    )
    if session.exec(taking_part).first() is None:
        raise Problem("Choose one of the agencies that take part in this audit.")


def _next_number(session: Session, audit_id: int, agency_id: int) -> int:
    highest = select(func.max(AgencyIssue.number)).where(
        AgencyIssue.audit_id == audit_id, AgencyIssue.agency_id == agency_id
    )
    return (session.exec(highest).one() or 0) + 1


def _issue(session: Session, place: Seat, issue_id: int, permission: Permission) -> AgencyIssue:
    """An issue of this audit; for an agency's people only their own agency's."""
    row = session.get(AgencyIssue, issue_id)
    if row is None or row.audit_id != place.id:
        raise NotYours("issue")
    if place.own_agency_only(permission) and row.agency_id != place.actor.agency_id:
        raise NotYours("issue")
    return row


def _take(
    session: Session, actor: Actor, row: AgencyIssue, step: Step, seen: int, said: Said | None = None, **more: object
) -> None:
    """A step is taken, unless a colleague took one since the issue was shown at revision ``seen``."""
    if said is not None:
        _guard(actor, (said.text,), said.kept_because)
    if row.revision != seen:
        raise Overtaken
    after = move(IssueState(row.state), step)
    if not changed(session, AgencyIssue, row.id or 0, seen, state=after, **more):
        raise Overtaken
    session.refresh(row)
    session.add(
        IssueStep(
            issue_id=row.id or 0,
            step=step,
            words=said.text if said else "",
            kept_because=said.kept_because if said else "",
            by_agency=step in (Step.RECEIVED, Step.ANSWERED),
            taken_by=actor.person_id,
            taken_at=actor.now,
        )
    )


def _guard(actor: Actor, words: Collection[str], kept_because: str) -> None:
    guard(list(words), kept_because, lexicon(), actor.today)


def _note(session: Session, actor: Actor, row: AgencyIssue, deed: str, **detail: object) -> None:
    record(session, actor, deed, audit_id=row.audit_id, about=f"issue {row.id}", after=row.state, **detail)
