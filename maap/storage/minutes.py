"""The minutes of a panel's meeting, put together from what was decided in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.fieldwork import ReturnState
from maap.domain.meeting import CaseMinutes, Minutes, Present, whole_minutes
from maap.domain.panels import READ_OUT, domain_names
from maap.domain.questionnaire import Questionnaire
from maap.storage.decided import Sitting, actions, counted, findings, grades, recommended
from maap.storage.forms import form
from maap.storage.tables import (
    Agency,
    AgencyIssue,
    AgendaItem,
    Attendance,
    Audit,
    Case,
    ImmediateConcern,
    Meeting,
    Participation,
    Return,
    Voice,
)


def gathered(session: Session, audit: Audit, meeting: Meeting, now: datetime) -> Minutes:
    """The minutes as they stand now. Once a meeting has ended, what was kept then."""
    if meeting.minutes is not None:
        return Minutes.model_validate(meeting.minutes)
    sitting = Sitting(session, audit, meeting, now)
    present = _present(session, meeting)
    return Minutes(
        meeting_id=meeting.id or 0,
        number=meeting.number,
        audit_reference=audit.reference,
        audit_title=audit.title,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        present=present,
        not_represented=_not_represented(session, audit, present),
        cases=_cases(sitting, form(audit)),
    )


def _present(session: Session, meeting: Meeting) -> tuple[Present, ...]:
    """The partnership's own team first, then the agencies in their order."""
    rows = session.execute(
        sa.select(sa.func.coalesce(Agency.short_name, ""), col(Attendance.role), col(Attendance.people))
        .join(Agency, col(Agency.id) == Attendance.agency_id, isouter=True)
        .where(col(Attendance.meeting_id) == meeting.id, col(Attendance.people) > 0)
        .order_by(sa.func.coalesce(Agency.position, -1), col(Agency.id), col(Attendance.id))
    )
    return tuple(Present(agency=agency, role=role, people=people) for agency, role, people in rows)


def _not_represented(session: Session, audit: Audit, present: Iterable[Present]) -> tuple[str, ...]:
    here = {line.agency for line in present}
    if not here:
        return ()
    names = session.exec(
        select(Agency.short_name)
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(Participation.audit_id == audit.id, Participation.answer == "committed")
        .order_by(col(Agency.position), col(Agency.id))
    )
    return tuple(name for name in names if name not in here)


def _cases(sitting: Sitting, whole: Questionnaire) -> tuple[CaseMinutes, ...]:
    session, meeting = sitting.session, sitting.meeting
    rows = session.execute(
        sa.select(AgendaItem, col(Case.reference))
        .join(Case, col(Case.id) == AgendaItem.case_id)
        .where(col(AgendaItem.meeting_id) == meeting.id)
        .order_by(col(AgendaItem.position))
    ).all()
    ids = [item.case_id for item, _ in rows]
    read, missing = _returns(session, ids)
    graded, found = grades(sitting, whole, ids), findings(sitting, domain_names(whole))
    asked, agreed, voices = recommended(sitting), actions(sitting), _heard(session, ids)
    issues, concerns = counted(sitting, AgencyIssue, ids), counted(sitting, ImmediateConcern, ids)
    return tuple(
        CaseMinutes(
            reference=reference,
            planned=item.planned,
            taken=whole_minutes(seconds(item, sitting.until)),
            discussed=bool(item.spent or item.opened_at),
            returns_read=read.get(item.case_id, 0),
            not_returned=tuple(missing[item.case_id]),
            voices=voices.get(item.case_id, 0),
            grades=tuple(graded[item.case_id]),
            findings=tuple(found[item.case_id]),
            recommendations=tuple(asked[item.case_id]),
            actions=tuple(agreed[item.case_id]),
            issues=issues.get(item.case_id, 0),
            concerns=concerns.get(item.case_id, 0),
            note=item.note,
        )
        for item, reference in rows
    )


def seconds(item: AgendaItem, until: datetime) -> int:
    """How long a case has been on the screen."""
    return item.spent + (int((until - item.opened_at).total_seconds()) if item.opened_at else 0)


def _returns(session: Session, cases: Sequence[int]) -> tuple[dict[int, int], dict[int, list[str]]]:
    rows = session.execute(
        sa.select(col(Return.case_id), col(Return.state), col(Agency.short_name))
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(col(Return.case_id).in_(cases))
        .order_by(col(Agency.position), col(Agency.id))
    )
    read: dict[int, int] = defaultdict(int)
    missing: dict[int, list[str]] = defaultdict(list)
    for case_id, state, agency in rows:
        if state in READ_OUT:
            read[case_id] += 1
        elif state != ReturnState.NOT_KNOWN:
            missing[case_id].append(agency)
    return read, missing


def _heard(session: Session, cases: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        sa.select(col(Voice.case_id), sa.func.count())
        .where(col(Voice.case_id).in_(cases), col(Voice.set_aside) == "")
        .group_by(col(Voice.case_id))
    )
    return {int(case_id): int(n) for case_id, n in rows}
