"""The plan of one audit with what its writers may choose from, and the actions that wait for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, audits_of, seat
from maap.domain.actions import is_shared
from maap.domain.audit import Stage
from maap.domain.before_after import yardstick
from maap.domain.learning import Polarity
from maap.domain.panels import domain_names
from maap.domain.people import Actor, Permission
from maap.domain.recommendations import WRITTEN_AT
from maap.outside.bank_holidays import around
from maap.storage.findings import standing
from maap.storage.forms import form
from maap.storage.tables import Agency, Audit, Finding, Participation
from maap.views.action_lines import ActionLine
from maap.views.heads import Head, head
from maap.views.recommendations import FindingBehind, RecommendationLine, recommendations


@dataclass(frozen=True)
class Offered:
    """What may be chosen while writing: agencies by id, questions and domains by key, findings, days nobody works."""

    agencies: Mapping[int, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[FindingBehind, ...] = ()
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Reaudit:
    """An audit that looks again, within the reader's reach."""

    audit_id: int
    reference: str


@dataclass(frozen=True)
class Plan:
    """An audit's plan. ``shared``: whether this reader reads it now. ``offered``: for those who write it."""

    head: Head
    shared: bool
    recommendations: tuple[RecommendationLine, ...]
    may_write: bool
    own_agency_id: int | None
    offered: Offered
    reaudits: tuple[Reaudit, ...]

    @property
    def actions(self) -> tuple[ActionLine, ...]:
        """Every action, in the order of their numbers."""
        found = (action for one in self.recommendations for action in one.actions)
        return tuple(sorted(found, key=lambda action: action.number))


def plan(session: Session, actor: Actor, audit_id: int) -> Plan:
    """The plan of an audit. Before it is shared, agencies and managers find it empty."""
    place = seat(session, actor, audit_id, Permission.SEE_ACTIONS)
    writes = place.may(Permission.RECOMMEND) and place.audit.stage in WRITTEN_AT
    return Plan(
        head=head(place),
        shared=is_shared(Stage(place.audit.stage), place.roles),
        recommendations=recommendations(session, actor, audit_id),
        may_write=writes,
        own_agency_id=actor.agency_id if place.own_agency_only(Permission.SEE_ACTIONS) else None,
        offered=offered(session, place) if writes else Offered(),
        reaudits=reaudits(session, place),
    )


def reaudits(session: Session, place: Seat) -> tuple[Reaudit, ...]:
    """For those who see charts: audits that look at this one again, and this one itself when it looks at another."""
    reached = [one for one in audits_of(session, place.actor) if one.earlier_id == place.id]
    if not place.may(Permission.SEE_RESULTS):
        return ()
    own = [place.audit] if place.audit.earlier_id is not None else []
    return tuple(Reaudit(one.id or 0, one.reference) for one in (*reached, *own))


def offered(session: Session, place: Seat) -> Offered:
    """What somebody who writes recommendations and actions may choose from."""
    agencies = session.execute(
        sa.select(col(Agency.id), col(Agency.short_name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id)
        .order_by(col(Agency.position), col(Agency.id))
    )
    findings = session.execute(
        sa.select(Finding).where(standing(place.id)).order_by(col(Finding.polarity).desc(), col(Finding.id))
    ).scalars()
    return Offered(
        agencies={found: name for found, name in agencies},  # noqa: C416  (a row is no pair to dict)
        questions=_questions(place.audit),
        domains=_domains(place.audit),
        findings=tuple(FindingBehind(row.id or 0, Polarity(row.polarity), row.text) for row in findings),
        holidays=around(place.actor.today),
    )


def _questions(audit: Audit) -> dict[str, str]:
    """Questions that can show a change, in the order they are asked."""
    if audit.questionnaire is None:
        return {}
    whole = form(audit)
    return {one.id: one.label for one in whole.questions if yardstick(whole, one.id) is not None}


def _domains(audit: Audit) -> dict[str, str]:
    """Parts of practice that are graded."""
    if audit.questionnaire is None:
        return {}
    whole = form(audit)
    return {key: name for key, name in domain_names(whole).items() if yardstick(whole, domain=key) is not None}
