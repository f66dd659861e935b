"""A return's way: given to an auditor, not known, submitted, accepted or sent back, reopened."""

from collections.abc import Collection

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.access import ReturnSeat, return_seat
from maap.domain.audit import Stage, must_be
from maap.domain.engine import Route, route
from maap.domain.fieldwork import ReturnClosed, ReturnState, move
from maap.domain.identifiers import refuse_certain
from maap.domain.people import Actor, NotAllowed, Permission, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.words import lexicon
from maap.storage.forms import return_form
from maap.storage.pulse import beat
from maap.storage.tables import Agency, Answer, ChangeRequest, FellowAuditor, NamedAuditor, Return
from maap.storage.trail import record

LONGEST_NOTE, LONGEST_ROLE = 4_000, 100
"""Of what is asked to be changed, and of the role that checked an agency's records. In characters."""


def assign(
    session: Session,
    actor: Actor,
    return_id: int,
    auditor_id: int | None,
    seen: int,
    together_with: Collection[int] = (),
) -> None:
    """Give a return to one of the auditors whom the agency's lead named, alone or together with others, or to nobody.

    Raises Problem when a colleague changed the return meanwhile, or one of them is no named auditor of that agency.
    """
    place = return_seat(session, actor, return_id, Permission.ASSIGN_RETURNS)
    fellows = sorted(set(together_with) - {auditor_id})
    if fellows and auditor_id is None:
        raise Problem("Choose the auditor whom you give the return to first. The others then answer it with them.")
    _refuse_unnamed(session, place.row, {*fellows, *([auditor_id] if auditor_id is not None else [])})
    changed = session.execute(
        update(Return)
        .where(col(Return.id) == return_id, col(Return.revision) == seen)
        .values(auditor_id=auditor_id, revision=seen + 1)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("A colleague has just changed this return. Look at it again before you give it to somebody.")
    session.execute(delete(FellowAuditor).where(col(FellowAuditor.return_id) == return_id))
    session.add_all(FellowAuditor(return_id=return_id, person_id=one) for one in fellows)
    record(
        session,
        actor,
        "gave a return to an auditor",
        audit_id=place.seat.id,
        about=f"return {return_id}",
        to=auditor_id,
        **({"together_with": fellows} if fellows else {}),
    )


def _refuse_unnamed(session: Session, row: Return, wanted: set[int]) -> None:
    """Only auditors whom the agency named for this audit answer its returns. Raises Problem."""
    named = select(NamedAuditor.person_id).where(
        NamedAuditor.audit_id == row.audit_id, NamedAuditor.agency_id == row.agency_id
    )
    if not wanted <= frozenset(session.exec(named)):
        raise Problem("Name this person as one of your auditors first, on the page “Our commitment”.")


def not_known(session: Session, actor: Actor, return_id: int, checked_by: str) -> None:
    """The agency did not know the child or the household: a complete return, in one step.

    ``checked_by`` is the role of whoever looked (never a name). Raises Problem without it or once answers
    exist, and Identifiers.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    role = _kept(
        checked_by, LONGEST_ROLE, "Say which role checked your agency's records, for example “records officer”."
    )
    answered = select(Answer.id).where(Answer.return_id == return_id, col(Answer.value).is_not(None)).limit(1)
    if session.exec(answered).first() is not None:
        raise ReturnClosed(
            "This return already holds answers, so it cannot be “not known to us”. Clear the answers first, "
            "or submit the return as it is."
        )
    place.row.checked_by = role
    place.row.submitted_at, place.row.submitted_by = actor.now, actor.person_id
    _move(session, actor, place, ReturnState.NOT_KNOWN, "said that the case is not known")


def submit(session: Session, actor: Actor, return_id: int) -> None:
    """Hand a complete return to the agency's lead. Raises Problem, naming how many answers are missing."""
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    taken = _route(session, actor, place)
    if not taken.complete:
        n = len(taken.unanswered)
        raise Problem(
            f"{n} question{' still needs' if n == 1 else 's still need'} an answer before you can submit. "
            "Each is listed with a link on this page."
        )
    place.row.submitted_at, place.row.submitted_by = actor.now, actor.person_id
    session.execute(
        update(ChangeRequest)
        .where(col(ChangeRequest.return_id) == return_id, col(ChangeRequest.closed_at).is_(None))
        .values(closed_at=actor.now)
    )
    _move(session, actor, place, ReturnState.SUBMITTED, "submitted a return")


def accept(session: Session, actor: Actor, return_id: int) -> None:
    """The agency's lead stands by the return. Nobody can do that for another agency."""
    place = return_seat(session, actor, return_id, Permission.CHECK_RETURN)
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    if Role.AGENCY_LEAD not in place.seat.roles or place.row.agency_id != actor.agency_id:
        raise NotAllowed(actor, Permission.CHECK_RETURN)
    place.row.accepted_at = actor.now
    _move(session, actor, place, ReturnState.ACCEPTED, "accepted a return")


def ask_for_changes(session: Session, actor: Actor, return_id: int, sections: list[str], note: str) -> None:
    """Send a submitted return back, naming the sections that need another look, and why. Raises Identifiers."""
    place = return_seat(session, actor, return_id, Permission.CHECK_RETURN)
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    known = {section.id for section in _sheet(session, place).sections}
    if not sections or not set(sections) <= known:
        raise Problem("Choose at least one section that needs another look.")
    kept = _kept(note, LONGEST_NOTE, "Say what should change, so that the auditor knows what to do.")
    session.add(
        ChangeRequest(return_id=return_id, sections=sections, note=kept, made_by=actor.person_id, made_at=actor.now)
    )
    _move(session, actor, place, ReturnState.CHANGES_REQUESTED, "asked for changes", sections=sections)


def reopen(session: Session, actor: Actor, return_id: int, reason: str) -> None:
    """Open a return that is in again, with a reason. Its answers and their history stay. Raises Identifiers."""
    place = return_seat(session, actor, return_id, Permission.CHECK_RETURN)
    must_be(Stage(place.seat.audit.stage), Stage.FIELDWORK)
    kept = _kept(reason, LONGEST_NOTE, "Say why the return is opened again; the reason is kept with it.")
    place.row.submitted_at = place.row.submitted_by = place.row.accepted_at = None
    place.row.checked_by = ""
    session.add(ChangeRequest(return_id=return_id, sections=[], note=kept, made_by=actor.person_id, made_at=actor.now))
    _move(session, actor, place, ReturnState.IN_PROGRESS, "reopened a return")


def _kept(typed: str, most: int, missing: str) -> str:
    """What somebody typed, as it is kept. Raises Problem when it is nothing or too much, and Identifiers."""
    text = typed.strip()
    if not text:
        raise Problem(missing)
    if len(text) > most:
        raise Problem(f"That has {len(text):,} characters. Shorten it to {most:,} or fewer.")
    refuse_certain(text, lexicon())
    return text


def _sheet(session: Session, place: ReturnSeat) -> Questionnaire:
    key = session.exec(select(Agency.key).where(Agency.id == place.row.agency_id)).one()
    return return_form(session, place.seat.audit, place.row, key)


def _route(session: Session, actor: Actor, place: ReturnSeat) -> Route:
    rows = session.exec(select(Answer).where(Answer.return_id == place.row.id))
    return route(_sheet(session, place), {row.question_id: row.value for row in rows}, actor.today)


def _move(session: Session, actor: Actor, place: ReturnSeat, to: ReturnState, deed: str, **detail: object) -> None:
    """Change the state, unless somebody changed it since this deed began to look."""
    row, before, seen = place.row, place.row.state, place.row.revision
    after = move(ReturnState(before), to)
    taken = session.execute(
        update(Return)
        .where(col(Return.id) == row.id, col(Return.revision) == seen)
        .values(revision=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("A colleague has just changed this return. Reload the page and look again.")
    row.state, row.revision, row.touched_at = after, seen + 1, actor.now
    session.add(row)
    beat(session, place.seat.id)
    record(session, actor, deed, audit_id=place.seat.id, about=f"return {row.id}", before=before, after=after, **detail)
