"""What retention takes away from an audit, table by table. What was learned stays."""

from typing import Any

from sqlalchemy import Delete, Select, Update, delete, func, or_, select, update
from sqlmodel import Session, col

from maap.domain.meeting import Minutes
from maap.storage.tables import (
    AgencyIssue,
    AgendaItem,
    Answer,
    AnswerVersion,
    Case,
    ChangeRequest,
    CohortRow,
    FindingSource,
    IssueStep,
    Meeting,
    PanelGrade,
    QuestionNote,
    Return,
    Voice,
)
from maap.storage.tables import Cohort as CohortList

_GONE = "(removed)"
_Ways = dict[str, tuple[Select[int], Delete | Update]]


def _statements(audit_id: int) -> _Ways:
    """For each kind of thing: how many there are, and how they go. In this order."""
    return _of_returns(audit_id) | _of_the_panel(audit_id) | _of_the_audit(audit_id)


def _of_returns(audit_id: int) -> _Ways:
    returns = select(col(Return.id)).where(col(Return.audit_id) == audit_id)
    answers = select(col(Answer.id)).where(col(Answer.return_id).in_(returns))
    words = (col(Answer.return_id).in_(returns), col(Answer.grade) == "", col(Answer.value).is_not(None))
    return {
        "versions of answers": _deleted(AnswerVersion, col(AnswerVersion.answer_id).in_(answers)),
        "answers that are not grades": _emptied(Answer, {"value": None, "evidence": ""}, *words),
        "evidence for grades": _emptied(
            Answer, {"evidence": ""}, col(Answer.return_id).in_(returns), col(Answer.evidence) != ""
        ),
        "remarks on questions": _deleted(QuestionNote, col(QuestionNote.return_id).in_(returns)),
        "requests for changes": _emptied(
            ChangeRequest, {"note": _GONE}, col(ChangeRequest.return_id).in_(returns), col(ChangeRequest.note) != _GONE
        ),
    }


def _of_the_panel(audit_id: int) -> _Ways:
    meetings = select(col(Meeting.id)).where(col(Meeting.audit_id) == audit_id)
    return {
        "reasons for agreed grades": _emptied(
            PanelGrade,
            {"reason": "", "dissent": ""},
            col(PanelGrade.audit_id) == audit_id,
            or_(col(PanelGrade.reason) != "", col(PanelGrade.dissent) != ""),
        ),
        "panels' notes on cases": _emptied(
            AgendaItem, {"note": ""}, col(AgendaItem.meeting_id).in_(meetings), col(AgendaItem.note) != ""
        ),
    }


def _of_the_audit(audit_id: int) -> _Ways:
    cases = select(col(Case.id)).where(col(Case.audit_id) == audit_id)
    views = select(col(Voice.id)).where(col(Voice.audit_id) == audit_id)
    issues = select(col(AgencyIssue.id)).where(col(AgencyIssue.audit_id) == audit_id)
    cohorts = select(col(CohortList.id)).where(col(CohortList.audit_id) == audit_id)
    return {
        "passages behind findings": _emptied(
            FindingSource, {"passage": ""}, col(FindingSource.case_id).in_(cases), col(FindingSource.passage) != ""
        ),
        "findings' ways back to views": _emptied(
            FindingSource, {"voice_id": None}, col(FindingSource.voice_id).in_(views)
        ),
        "views of families and practitioners": _deleted(Voice, col(Voice.audit_id) == audit_id),
        "steps of issues": _emptied(
            IssueStep,
            {"words": "", "kept_because": ""},
            col(IssueStep.issue_id).in_(issues),
            col(IssueStep.words) != "",
        ),
        "issues of one agency": _emptied(
            AgencyIssue,
            {"text": _GONE, "wanted": "", "kept_because": ""},
            col(AgencyIssue.audit_id) == audit_id,
            col(AgencyIssue.text) != _GONE,
        ),
        "rows of the list": _deleted(CohortRow, col(CohortRow.cohort_id).in_(cohorts)),
        "cases": _emptied(
            Case, {"cohort_reference": "", "salt": ""}, col(Case.audit_id) == audit_id, col(Case.cohort_reference) != ""
        ),
    }


def counted(session: Session, audit_id: int) -> dict[str, int]:
    """What would be taken away, by kind; nothing that is gone already."""
    found = {name: session.execute(many).scalar_one() for name, (many, _) in _statements(audit_id).items()}
    found["minutes with words about cases"] = len(_wordless_minutes(session, audit_id))
    return {name: n for name, n in found.items() if n}


def _wordless_minutes(session: Session, audit_id: int) -> dict[int, dict[str, Any]]:
    """By meeting, the minutes as they stand without words about cases, where they have any."""
    held = select(col(Meeting.id), col(Meeting.minutes)).where(
        col(Meeting.audit_id) == audit_id, col(Meeting.minutes).is_not(None)
    )
    minutes = {meeting: Minutes.model_validate(body) for meeting, body in session.execute(held).all()}
    stripped = {meeting: body.without_words() for meeting, body in minutes.items()}
    return {at or 0: new.model_dump(mode="json") for at, new in stripped.items() if new != minutes[at]}


def strip(session: Session, audit_id: int) -> dict[str, int]:
    """Take it away. Returns what went, by kind."""
    session.flush()
    gone = counted(session, audit_id)
    for _, how in _statements(audit_id).values():
        session.execute(how.execution_options(synchronize_session=False))
    for meeting, body in _wordless_minutes(session, audit_id).items():
        session.execute(update(Meeting).where(col(Meeting.id) == meeting).values(minutes=body))
    session.expire_all()
    return gone


def _deleted(table: type[Any], *where: Any) -> tuple[Select[int], Delete]:
    return select(func.count()).select_from(table).where(*where), delete(table).where(*where)


def _emptied(table: type[Any], values: dict[str, Any], *where: Any) -> tuple[Select[int], Update]:
    return select(func.count()).select_from(table).where(*where), update(table).where(*where).values(**values)
