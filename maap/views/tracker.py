"""The tracker: actions of every audit within reach, what is overdue first, narrowed by what the address asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain.actions import IS_DONE, OPEN, Status, is_shared
from maap.domain.audit import Stage
from maap.domain.people import GRANTS, Actor, Permission
from maap.storage.tables import Action, Agency, Audit, FindingTheme, RecommendationFinding, Theme
from maap.views.action_lines import ActionLine, lines, statement


class Only(StrEnum):
    """Which actions are listed: all, the lists that need somebody, or one status."""

    ALL = ""
    OVERDUE = "overdue"
    WAITING = "waiting"
    NO_IMPACT = "no-impact"
    STILL_OPEN = "still-open"
    NOT_STARTED = "not-started"
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    DONE = "done"
    WITHOUT = "closed-without"


_STATUSES: Mapping[Only, tuple[Status, ...]] = MappingProxyType(
    {
        Only.NOT_STARTED: (Status.NOT_STARTED,),
        Only.ON_TRACK: (Status.ON_TRACK,),
        Only.AT_RISK: (Status.AT_RISK,),
        Only.DONE: IS_DONE,
        Only.NO_IMPACT: (Status.DONE,),
        Only.WITHOUT: (Status.CLOSED_WITHOUT,),
    }
)


@dataclass(frozen=True)
class Filters:
    """What the reader asks for; None and empty leave it open."""

    audit_id: int | None = None
    agency_id: int | None = None
    theme_id: int | None = None
    only: Only = Only.ALL


@dataclass(frozen=True)
class TrackedAction:
    """An action with the audit it belongs to, by reference and title."""

    line: ActionLine
    reference: str
    title: str


@dataclass(frozen=True)
class Tracker:
    """The actions that were asked for, and what may be asked for. ``agencies``, ``audits``, ``themes``: id → name.

    ``own_agency_id``: the agency of somebody who sees the plans as one of its people.
    """

    rows: tuple[TrackedAction, ...]
    audits: Mapping[int, str]
    agencies: Mapping[int, str]
    themes: Mapping[int, str]
    own_agency_id: int | None

    def how_many(self, *statuses: Status) -> int:
        """Actions of these statuses among those listed."""
        return sum(row.line.status in statuses for row in self.rows)

    @property
    def overdue(self) -> int:
        """Actions listed that should have been done."""
        return sum(row.line.overdue for row in self.rows)

    @property
    def waiting(self) -> int:
        """Actions listed that wait for another person to confirm them."""
        return sum(row.line.waiting for row in self.rows)


def tracker(session: Session, actor: Actor, filters: Filters) -> Tracker:
    """Actions of every audit whose plan the reader may see, the most overdue first, then by due date."""
    desk(actor, Permission.SEE_ACTIONS)
    audits = _shared(session, actor)
    within = col(Action.audit_id).in_(audits)
    found = session.execute(statement().where(within, *_asked_for(filters, actor)))
    rows = sorted(lines(found, actor.today), key=lambda line: (line.status not in OPEN, line.due, line.action_id))
    names = {audit_id: f"{audit.reference} {audit.title}" for audit_id, audit in audits.items()}
    return Tracker(
        rows=tuple(TrackedAction(row, audits[row.audit_id].reference, audits[row.audit_id].title) for row in rows),
        audits=_with_actions(session, names),
        agencies=_agencies(session, audits),
        themes=_themes(session, audits),
        own_agency_id=actor.agency_id,
    )


def _shared(session: Session, actor: Actor) -> dict[int, Audit]:
    """Audits whose plan is shared with the reader, in a role that carries it."""
    roles = frozenset(role for role in actor.roles if Permission.SEE_ACTIONS in GRANTS[role])
    reached = audits_of(session, actor, Permission.SEE_ACTIONS)
    return {audit.id or 0: audit for audit in reached if is_shared(Stage(audit.stage), roles)}


def _asked_for(filters: Filters, actor: Actor) -> Iterable[sa.ColumnElement[bool]]:
    if filters.audit_id is not None:
        yield col(Action.audit_id) == filters.audit_id
    if filters.agency_id is not None:
        yield col(Action.lead_agency_id) == filters.agency_id
    if filters.theme_id is not None:
        yield _coded(filters.theme_id)
    if filters.only in _STATUSES:
        yield col(Action.status).in_(_STATUSES[filters.only])
    asked = col(Action.asked_to_close_by).is_not(None)
    match filters.only:
        case Only.OVERDUE:
            yield sa.and_(col(Action.status).in_(OPEN), col(Action.due) < actor.today, ~asked)
        case Only.WAITING:
            yield sa.and_(col(Action.status).in_(OPEN), asked)
        case Only.STILL_OPEN:
            yield sa.and_(col(Action.status).in_(IS_DONE), col(Action.still_open))


def _coded(theme_id: int) -> sa.ColumnElement[bool]:
    """Actions whose recommendation follows from a finding that is coded to the theme."""
    return (
        sa.select(sa.literal(1))
        .select_from(RecommendationFinding)
        .join(FindingTheme, col(FindingTheme.finding_id) == RecommendationFinding.finding_id)
        .where(
            col(RecommendationFinding.recommendation_id) == Action.recommendation_id,
            col(FindingTheme.theme_id) == theme_id,
        )
        .correlate(Action)
        .exists()
    )


def _with_actions(session: Session, names: Mapping[int, str]) -> dict[int, str]:
    have = set(session.execute(sa.select(col(Action.audit_id)).distinct()).scalars())
    return {audit_id: name for audit_id, name in names.items() if audit_id in have}


def _agencies(session: Session, audits: Iterable[int]) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Agency.id), col(Agency.short_name))
        .where(col(Agency.id).in_(sa.select(col(Action.lead_agency_id)).where(col(Action.audit_id).in_(list(audits)))))
        .order_by(col(Agency.position), col(Agency.id))
    )
    return {found: name for found, name in rows}  # noqa: C416  (a row is no pair to dict)


def _themes(session: Session, audits: Iterable[int]) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Theme.id), col(Theme.name))
        .join(FindingTheme, col(FindingTheme.theme_id) == Theme.id)
        .join(RecommendationFinding, col(RecommendationFinding.finding_id) == FindingTheme.finding_id)
        .join(Action, col(Action.recommendation_id) == RecommendationFinding.recommendation_id)
        .where(col(Action.audit_id).in_(list(audits)))
        .distinct()
        .order_by(col(Theme.name))
    )
    return {found: name for found, name in rows}  # noqa: C416  (a row is no pair to dict)
