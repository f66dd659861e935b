"""The findings and the actions behind a bar, for those who may read them."""

from dataclasses import dataclass

from sqlalchemy import false, select
from sqlmodel import Session, col

from maap.access import seat
from maap.domain.actions import is_shared
from maap.domain.audit import Stage
from maap.domain.people import Actor, Permission, Role
from maap.storage.action_places import where_it_is
from maap.storage.findings import standing
from maap.storage.tables import Action, Agency, Finding, FindingTheme

MOST_LISTED = 100


@dataclass(frozen=True)
class Thing:
    """A finding, an action or an issue: ``kind`` says which. ``label`` names it without what anybody wrote.

    ``audit_id``: 0 where it is the audit that the page is about.
    """

    kind: str
    id: int
    label: str
    state: str
    audit_id: int = 0


def findings_behind(
    session: Session, actor: Actor, audit_id: int, theme_id: int, polarity: str, domain: str
) -> tuple[Thing, ...]:
    """Findings that the team coded to a theme; as a strength or as an area, or both when ``polarity`` is empty."""
    place = seat(session, actor, audit_id, Permission.READ_FINDINGS)
    coded = (
        select(FindingTheme.id)  # type: ignore[call-overload]
        .where(col(FindingTheme.finding_id) == Finding.id, col(FindingTheme.theme_id) == theme_id)
        .where(col(FindingTheme.confirmed_by).is_not(None))
        .exists()
    )
    kept = [col(Finding.polarity) == polarity] if polarity else []
    kept += [col(Finding.domain) == domain] if domain else []
    rows = session.execute(
        select(col(Finding.id), col(Finding.polarity))
        .where(standing(place.id), coded, *kept)
        .order_by(col(Finding.polarity).desc(), col(Finding.id))
        .limit(MOST_LISTED)
    )
    words = {"strength": "Strength", "area": "Area for development"}
    return tuple(Thing("finding", one, f"Finding {one}", words.get(side, side)) for one, side in rows)


def actions_behind(session: Session, actor: Actor, audit_id: int, where: str) -> tuple[Thing, ...]:
    """Actions in one group of the chart. None before the plan is shared with the reader."""
    place = seat(session, actor, audit_id, Permission.SEE_ACTIONS)
    if not is_shared(Stage(place.audit.stage), place.roles - {Role.PANEL_MEMBER}):
        return ()
    rows = session.execute(
        select(col(Action.id), col(Action.number), col(Agency.short_name), col(Action.status))
        .join(Agency, col(Agency.id) == Action.lead_agency_id)
        .where(col(Action.audit_id) == place.id, where_it_is(actor.today).get(where, false()))
        .order_by(col(Action.due), col(Action.number))
        .limit(MOST_LISTED)
    )
    return tuple(Thing("action", one, f"Action {number}, {agency}", status) for one, number, agency, status in rows)
