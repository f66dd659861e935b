"""The panel meets: a meeting is started, goes from case to case, and ends with its minutes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import guard
from maap.domain.meeting import AGENCY_ROLES, TEAM_ROLES, Came, DecisionKind, Note, Plan, moved, refuse_long
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.outside.words import lexicon
from maap.storage.minutes import gathered, seconds
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import (
    Action,
    AgendaItem,
    Attendance,
    Case,
    Decision,
    Finding,
    Meeting,
    Participation,
    Recommendation,
)
from maap.storage.trail import mark, record
from maap.storage.twins import twin


def start_meeting(session: Session, actor: Actor, audit_id: int, plan: Plan) -> int:
    """Open a meeting with its agenda, at no case yet. Returns its id.

    Raises WrongStage, NotYours for a case of another audit, and Problem while another meeting is open.
    """
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    must_be(Stage(place.audit.stage), Stage.PANEL)
    if session.exec(select(Meeting.id).where(Meeting.audit_id == place.id, col(Meeting.ended_at).is_(None))).first():
        raise Problem("A meeting of this panel is already open. Go to it, or end it before you start another.")
    if set(plan.cases) - set(_drawn(session, place)) or len(set(plan.cases)) < len(plan.cases):
        raise NotYours("case")
    last = session.exec(select(func.max(Meeting.number)).where(Meeting.audit_id == place.id)).one()
    meeting = Meeting(audit_id=place.id, number=(last or 0) + 1, started_by=actor.person_id, started_at=actor.now)
    session.add(meeting)
    session.flush()
    session.add_all(
        AgendaItem(meeting_id=meeting.id or 0, case_id=case_id, position=n, planned=plan.minutes_each)
        for n, case_id in enumerate(plan.cases)
    )
    _told(session, place, meeting, "started a panel meeting", cases=len(plan.cases))
    return meeting.id or 0


def call_case(session: Session, actor: Actor, audit_id: int, meeting_id: int, case_id: int, seen: int) -> None:
    """Put a case of the agenda on every open screen; the time of the one before it stops.

    ``seen`` is the meeting's revision on the caller's page. Raises Overtaken when somebody else called one meanwhile.
    """
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    item = _item(session, meeting, case_id)
    if not changed(session, Meeting, meeting_id, seen, case_id=case_id):
        raise Overtaken("A colleague has just called another case. Your page now shows it.", case_id, meeting.case_id)
    _stop(session, actor, meeting_id)
    item.opened_at = actor.now
    session.add(item)
    _told(session, place, meeting, "called a case in a panel meeting", case=case_id)


def move_case(session: Session, actor: Actor, audit_id: int, meeting_id: int, case_id: int, by: int) -> None:
    """Move a case up (-1) or down (+1) on the agenda."""
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    _item(session, meeting, case_id)
    items = _items(session, meeting_id)
    order = moved([item.case_id for item in items], case_id, by)
    for item in items:
        item.position = order.index(item.case_id)
    session.add_all(items)
    _told(session, place, meeting, "changed the order of a panel's agenda", case=case_id)


def add_case(session: Session, actor: Actor, audit_id: int, meeting_id: int, case_id: int) -> None:
    """Put another case of the sample at the end of the agenda. Raises NotYours for a case of another audit."""
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    items = _items(session, meeting_id)
    if case_id not in _drawn(session, place):
        raise NotYours("case")
    if case_id in [item.case_id for item in items]:
        raise Problem("This case is on the agenda already.")
    last = items[-1]
    session.add(AgendaItem(meeting_id=meeting_id, case_id=case_id, position=last.position + 1, planned=last.planned))
    _told(session, place, meeting, "added a case to a panel's agenda", case=case_id)


def set_attendance(session: Session, actor: Actor, audit_id: int, meeting_id: int, came: Sequence[Came]) -> None:
    """Record how many people came, by agency and role; it replaces what was recorded before.

    Raises NotYours for an agency that takes no part in the audit, and Problem for an unknown role.
    """
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    part = set(session.exec(select(Participation.agency_id).where(Participation.audit_id == place.id)))
    for line in came:
        if line.agency_id is not None and line.agency_id not in part:
            raise NotYours("agency")
        if line.role not in (TEAM_ROLES if line.agency_id is None else AGENCY_ROLES):
            raise Problem("Choose one of the roles that are shown.")
    session.execute(delete(Attendance).where(col(Attendance.meeting_id) == meeting_id))
    session.add_all(Attendance(meeting_id=meeting_id, **line.model_dump()) for line in came if line.people)
    _told(session, place, meeting, "recorded who was at a panel meeting", people=sum(line.people for line in came))


def write_note(
    session: Session, actor: Actor, audit_id: int, meeting_id: int, case_id: int, note: Note, seen: int
) -> int:
    """Write down what was said about a case, seen at revision ``seen``. Returns the new revision.

    Raises Identifiers, MayIdentify (needs a reason) and Overtaken (carries both texts).
    """
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    item = _item(session, meeting, case_id)
    refuse_long(note)
    if note.text != item.note:
        guard([note.text], note.kept_because, lexicon(), actor.today)
    if not changed(session, AgendaItem, item.id or 0, seen, note=note.text):
        raise Overtaken(
            "A colleague has just changed this note. Read theirs on this page. What you typed is still in its field: "
            "save it again if it should stand instead.",
            note.text,
            item.note,
        )
    kept = {"kept_because": note.kept_because} if note.kept_because else {}
    _told(session, place, meeting, "wrote a note in a panel meeting", case=case_id, length=len(note.text), **kept)
    return seen + 1


def note_decision(
    session: Session, actor: Actor, audit_id: int, meeting_id: int, case_id: int, made: tuple[DecisionKind, int]
) -> None:
    """Keep that a finding, a recommendation or an action was decided in this meeting about this case.

    ``made``: what it is, and its id. Raises NotYours when it is not one of this audit's.
    """
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    _item(session, meeting, case_id)
    kind, row_id = made
    if _audit_of(session, kind, row_id) != place.id:
        raise NotYours(kind)
    decided = Decision(meeting_id=meeting_id, case_id=case_id, kind=kind, row_id=row_id, made_at=actor.now)
    if twin(session, decided, "made_at") is not None:
        return
    session.add(decided)
    _told(session, place, meeting, f"decided {'an' if kind == 'action' else 'a'} {kind} in a panel meeting", row=row_id)


def end_meeting(session: Session, actor: Actor, audit_id: int, meeting_id: int) -> None:
    """End the meeting. Its minutes are kept as they stand now, whatever is changed later."""
    place = seat(session, actor, audit_id, Permission.RUN_PANEL)
    meeting = _open(session, place, meeting_id)
    _stop(session, actor, meeting_id)
    meeting.ended_at, meeting.case_id = actor.now, None
    session.add(meeting)
    session.flush()
    minutes = gathered(session, place.audit, meeting, actor.now)
    minutes = minutes.model_copy(update={"mark": mark(session)})
    meeting.minutes, meeting.revision = minutes.model_dump(mode="json"), meeting.revision + 1
    session.add(meeting)
    decided = sum(case.decided for case in minutes.cases)
    _told(session, place, meeting, "ended a panel meeting", decisions=decided)


def took_minutes(session: Session, actor: Actor, audit_id: int, meeting_id: int, form: str) -> None:
    """Somebody downloaded or printed the minutes. ``form``: page or docx."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    record(session, actor, "took minutes", audit_id=place.id, about=f"meeting {meeting_id}", form=form)


def _audit_of(session: Session, kind: DecisionKind, row_id: int) -> int | None:
    match kind:
        case "finding":
            return session.exec(select(Finding.audit_id).where(Finding.id == row_id)).first()
        case "recommendation":
            return session.exec(select(Recommendation.audit_id).where(Recommendation.id == row_id)).first()
        case "action":
            return session.exec(select(Action.audit_id).where(Action.id == row_id)).first()


def _open(session: Session, place: Seat, meeting_id: int) -> Meeting:
    """An open meeting of this audit, locked for this deed."""
    statement = select(Meeting).where(col(Meeting.id) == meeting_id, Meeting.audit_id == place.id)
    meeting = session.exec(statement.with_for_update()).first()
    if meeting is None:
        raise NotYours("meeting")
    if meeting.ended_at is not None:
        raise Problem("This meeting has ended. Its minutes are kept as they were; start another to go on.")
    return meeting


def _items(session: Session, meeting_id: int) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(col(AgendaItem.position))
    return list(session.exec(statement))


def _item(session: Session, meeting: Meeting, case_id: int) -> AgendaItem:
    item = next((one for one in _items(session, meeting.id or 0) if one.case_id == case_id), None)
    if item is None:
        raise NotYours("case")
    return item


def _drawn(session: Session, place: Seat) -> Iterable[int | None]:
    return session.exec(select(Case.id).where(Case.audit_id == place.id, Case.status == "drawn")).all()


def _stop(session: Session, actor: Actor, meeting_id: int) -> None:
    """The time of the case on the screen stops."""
    for item in _items(session, meeting_id):
        if item.opened_at is not None:
            session.execute(
                update(AgendaItem)
                .where(col(AgendaItem.id) == item.id)
                .values(spent=max(seconds(item, actor.now), 1), opened_at=None)
                .execution_options(synchronize_session="fetch")
            )


def _told(session: Session, place: Seat, meeting: Meeting, deed: str, **detail: object) -> None:
    beat(session, place.id)
    record(session, place.actor, deed, audit_id=place.id, about=f"meeting {meeting.id}", **detail)
