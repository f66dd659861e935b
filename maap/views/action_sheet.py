"""One action with its history, and what the reader may do with it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.actions import LIVED_AT, Deed, Evidence, Status, Step, is_shared
from maap.domain.audit import Stage
from maap.domain.before_after import yardstick
from maap.domain.people import Actor, NotYours, Permission, Role
from maap.domain.recommendations import Kind
from maap.storage.forms import form
from maap.storage.tables import Action, ActionUpdate, Agency, Audit, Person, Recommendation
from maap.views.action_lines import ActionLine, lines, statement
from maap.views.actions import Offered, Reaudit, offered, reaudits
from maap.views.heads import Head, head


@dataclass(frozen=True)
class HistoryLine:
    """A deed. ``by``: the side that acted, an agency's short name or the partnership's team."""

    at: datetime
    by: str
    deed: Deed
    status: Status
    text: str
    evidence_kind: Evidence | None
    evidence: str


@dataclass(frozen=True)
class ActionSheet:
    """One action with everything that this reader may know and do. ``yardstick``: what should improve, in words."""

    line: ActionLine
    recommendation: str
    recommendation_number: int
    kind: Kind
    measure: str
    question_id: str
    domain: str
    yardstick: str
    history: tuple[HistoryLine, ...]
    may_report: bool
    may_close: bool
    may_change: bool
    asked_myself: bool


@dataclass(frozen=True)
class ActionPage:
    """A page about one action; ``sheet`` is None while the plan is not shared with this reader."""

    head: Head
    sheet: ActionSheet | None
    offered: Offered
    reaudits: tuple[Reaudit, ...]


def action(session: Session, actor: Actor, audit_id: int, action_id: int) -> ActionPage:
    """One action. Its updates are for those who do the work and those who lead it; managers read what came of it.

    Raises NotYours when the audit has no such action.
    """
    place = seat(session, actor, audit_id, Permission.SEE_ACTIONS)
    if not is_shared(Stage(place.audit.stage), place.roles):
        return ActionPage(head(place), None, Offered(), ())
    sheet = _sheet(session, place, action_id)
    choices = offered(session, place) if sheet and sheet.may_change else Offered()
    return ActionPage(head(place), sheet, choices, reaudits(session, place))


def _sheet(session: Session, place: Seat, action_id: int) -> ActionSheet:
    found = session.execute(statement().where(col(Action.audit_id) == place.id, col(Action.id) == action_id)).all()
    if not found:
        raise NotYours("action")
    (line,) = lines(found, place.actor.today)
    row: Action = found[0][0]
    under = session.execute(sa.select(Recommendation).where(col(Recommendation.id) == row.recommendation_id)).scalar()
    own = line.agency_id == place.actor.agency_id
    reads = place.roles & {Role.COORDINATOR, Role.CHAIR} or (own and Role.AGENCY_LEAD in place.roles)
    lived = place.audit.stage in LIVED_AT
    reports = place.may(Permission.REPORT_ACTION) and (own or not place.own_agency_only(Permission.REPORT_ACTION))
    return ActionSheet(
        line=line,
        recommendation=under.text if under else "",
        recommendation_number=under.number if under else 0,
        kind=Kind(under.kind) if under else Kind.PRACTICE_CHANGE,
        measure=row.measure,
        question_id=row.question_id,
        domain=row.domain,
        yardstick=_yardstick(place.audit, row),
        history=_history(session, action_id) if reads else (),
        may_report=reports and lived,
        may_close=place.may(Permission.CLOSE_ACTION) and lived,
        may_change=place.may(Permission.RECOMMEND) and line.step is Step.OPEN,
        asked_myself=line.asked_by == place.actor.person_id,
    )


def _yardstick(audit: Audit, row: Action) -> str:
    if audit.questionnaire is None or not (row.question_id or row.domain):
        return ""
    found = yardstick(form(audit), row.question_id, row.domain)
    return found.name if found else row.question_id or row.domain


def _history(session: Session, action_id: int) -> tuple[HistoryLine, ...]:
    """The latest deed first."""
    rows = session.execute(
        sa.select(ActionUpdate, col(Agency.short_name))
        .join(Person, col(Person.id) == ActionUpdate.made_by)
        .join(Agency, col(Agency.id) == Person.agency_id, isouter=True)
        .where(col(ActionUpdate.action_id) == action_id)
        .order_by(col(ActionUpdate.id).desc())
    )
    return tuple(
        HistoryLine(
            at=row.made_at,
            by=agency or "The partnership's team",
            deed=Deed(row.deed),
            status=Status(row.status),
            text=row.text,
            evidence_kind=Evidence(row.evidence_kind) if row.evidence_kind else None,
            evidence=row.evidence,
        )
        for row, agency in rows
    )
