"""Actions that wait for somebody: for the lead of their agency to say how far they are, or for another's word."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import audits_of
from maap.domain.action_letters import SOON
from maap.domain.actions import LIVED_AT, OPEN
from maap.domain.people import Actor, Permission, Role
from maap.storage.counted_rows import how_many
from maap.storage.tables import Action


@dataclass(frozen=True)
class ActionsWaiting:
    """Those of one audit. ``due``: the first of those to report on, of which so many are ``overdue``."""

    audit_id: int
    to_report: int
    to_confirm: int
    overdue: int
    due: date | None


def actions_waiting(session: Session, actor: Actor) -> tuple[ActionsWaiting, ...]:
    """What waits, audit by audit, also in audits that are closed: actions outlive them.

    An agency's lead is asked about what their agency leads, from two weeks before its day. Whoever closes actions is
    asked about those that somebody else says are done.
    """
    audits = audits_of(session, actor)
    leads, closes = Role.AGENCY_LEAD in actor.roles, actor.may(Permission.CLOSE_ACTION)
    if not (leads or closes):
        return ()
    asked_by = col(Action.asked_to_close_by)
    mine = col(Action.lead_agency_id) == actor.agency_id if leads else sa.false()
    report = mine & asked_by.is_(None) & (col(Action.due) <= actor.today + timedelta(days=SOON))
    anothers = asked_by.is_not(None) & (asked_by != actor.person_id)
    confirm = anothers if closes else sa.false()
    found = session.execute(
        sa.select(
            col(Action.audit_id),
            how_many(report),
            how_many(confirm),
            how_many(report & (col(Action.due) < actor.today)),
            sa.func.min(sa.case((report, col(Action.due)))),
        )
        .where(
            col(Action.audit_id).in_([audit.id for audit in audits if audit.stage in LIVED_AT]),
            col(Action.status).in_(OPEN),
            report | confirm,
        )
        .group_by(col(Action.audit_id))
        .order_by(col(Action.audit_id))
    )
    return tuple(ActionsWaiting(*row) for row in found)
