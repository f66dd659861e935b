"""The panel's meetings: the one that is open, with the case on everybody's screen, and the minutes of all."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.meeting import CaseMinutes, Minutes
from maap.domain.panels import refuse_too_early
from maap.domain.people import Actor, NotYours, Permission
from maap.storage.minutes import gathered, seconds
from maap.storage.tables import Agency, AgendaItem, Attendance, Case, Meeting, Participation, Theme
from maap.views.heads import Head, head


@dataclass(frozen=True)
class AgendaLine:
    """A case on the agenda. ``seconds``: how long it was on the screen until ``as_at`` of its meeting."""

    case_id: int
    reference: str
    planned: int
    seconds: int
    note: str
    note_revision: int
    minutes: CaseMinutes

    @property
    def begun(self) -> bool:
        """Whether the meeting has come to it."""
        return self.seconds > 0


@dataclass(frozen=True)
class OpenMeeting:
    """The meeting that goes on. ``case_id``: the case on the screen; ``attendance``: people by (agency, role)."""

    id: int
    number: int
    revision: int
    started_at: datetime
    as_at: datetime
    case_id: int | None
    agenda: tuple[AgendaLine, ...]
    attendance: dict[tuple[int | None, str], int]
    minutes: Minutes

    @property
    def at(self) -> int | None:
        """The place of the case on the screen; None before the first is called."""
        return next((n for n, line in enumerate(self.agenda) if line.case_id == self.case_id), None)

    @property
    def current(self) -> AgendaLine | None:
        """The case on the screen."""
        return None if self.at is None else self.agenda[self.at]

    @property
    def following(self) -> AgendaLine | None:
        """The case after it, or the first one."""
        to = 0 if self.at is None else self.at + 1
        return self.agenda[to] if to < len(self.agenda) else None


@dataclass(frozen=True)
class EndedMeeting:
    """A meeting whose minutes are kept."""

    id: int
    number: int
    started_at: datetime
    ended_at: datetime
    cases: int


@dataclass(frozen=True)
class MeetingRoom:
    """What the meeting's page shows. ``pulse``: the state of the audit that was looked at."""

    head: Head
    pulse: int
    open: OpenMeeting | None
    ended: tuple[EndedMeeting, ...]
    cases: dict[int, str]
    agencies: dict[int, str]
    themes: dict[int, str]

    @property
    def may_run(self) -> bool:
        """Whether the reader runs the meeting, while there is one to run."""
        return self.head.may(Permission.RUN_PANEL) and self.head.stage is Stage.PANEL


def meeting_room(session: Session, actor: Actor, audit_id: int) -> MeetingRoom:
    """The panel's meetings. Raises WrongStage before the panel may read."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    refuse_too_early(Stage(place.audit.stage), place.roles)
    held = session.exec(select(Meeting).where(Meeting.audit_id == place.id).order_by(col(Meeting.number).desc())).all()
    going_on = next((row for row in held if row.ended_at is None), None)
    return MeetingRoom(
        head=head(place),
        pulse=place.audit.pulse,
        open=_open(session, place, going_on) if going_on else None,
        ended=tuple(
            EndedMeeting(row.id or 0, row.number, row.started_at, row.ended_at, len((row.minutes or {})["cases"]))
            for row in held
            if row.ended_at
        ),
        cases=_cases(session, place),
        agencies=_agencies(session, place),
        themes=_themes(session),
    )


def minutes(session: Session, actor: Actor, audit_id: int, meeting_id: int) -> Minutes:
    """The minutes of a meeting, right to the word: of an open one as they stand, of an ended one as they were kept.

    Raises NotYours for a meeting of another audit.
    """
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    refuse_too_early(Stage(place.audit.stage), place.roles)
    row = session.exec(select(Meeting).where(col(Meeting.id) == meeting_id, Meeting.audit_id == place.id)).first()
    if row is None:
        raise NotYours("meeting")
    return gathered(session, place.audit, row, actor.now)


def open_meeting_case(session: Session, actor: Actor, audit_id: int) -> tuple[int | None, str] | None:
    """The case on the screen of the meeting that goes on, with its reference; None when there is no meeting."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    row = session.execute(
        sa.select(col(Meeting.case_id), col(Case.reference))
        .join(Case, col(Case.id) == Meeting.case_id, isouter=True)
        .where(col(Meeting.audit_id) == place.id, col(Meeting.ended_at).is_(None))
    ).first()
    return (row[0], row[1] or "") if row else None


def _open(session: Session, place: Seat, row: Meeting) -> OpenMeeting:
    so_far = gathered(session, place.audit, row, place.actor.now)
    items = session.exec(select(AgendaItem).where(AgendaItem.meeting_id == row.id).order_by(col(AgendaItem.position)))
    came = session.exec(select(Attendance).where(Attendance.meeting_id == row.id))
    return OpenMeeting(
        id=row.id or 0,
        number=row.number,
        revision=row.revision,
        started_at=row.started_at,
        as_at=place.actor.now,
        case_id=row.case_id,
        agenda=tuple(
            AgendaLine(
                item.case_id,
                told.reference,
                item.planned,
                seconds(item, place.actor.now) or int(item.opened_at is not None),
                item.note,
                item.revision,
                told,
            )
            for item, told in zip(items, so_far.cases, strict=True)
        ),
        attendance={(line.agency_id, line.role): line.people for line in came},
        minutes=so_far,
    )


def _cases(session: Session, place: Seat) -> dict[int, str]:
    drawn = select(Case.id, Case.reference).where(Case.audit_id == place.id, Case.status == "drawn")
    return {case_id or 0: reference for case_id, reference in session.exec(drawn.order_by(col(Case.number)))}


def _themes(session: Session) -> dict[int, str]:
    """The themes that a finding can be coded to; what has no group is itself a group."""
    rows = session.execute(
        sa.select(col(Theme.id), col(Theme.name))
        .where(col(Theme.active), col(Theme.group_id).is_not(None))
        .order_by(col(Theme.name))
    )
    return {int(theme_id): str(name) for theme_id, name in rows}


def _agencies(session: Session, place: Seat) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Agency.id), col(Agency.short_name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id, col(Participation.answer) == "committed")
        .order_by(col(Agency.position), col(Agency.id))
    )
    return {int(agency_id): str(name) for agency_id, name in rows}
