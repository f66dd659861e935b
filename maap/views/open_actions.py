"""On how many actions about a theme something is left to do, once the learning is published."""

from sqlalchemy import and_, distinct, func, or_, select
from sqlmodel import Session, col

from maap.access import audits_of
from maap.domain.actions import IS_DONE, OPEN
from maap.domain.audit import Stage, has_reached
from maap.domain.people import Actor, Permission
from maap.storage.tables import Action, Finding, FindingTheme, RecommendationFinding, Theme


def open_actions(session: Session, actor: Actor) -> dict[int, int]:
    """By theme: open actions on recommendations that follow from findings coded to it, in published audits.

    An action that is done counts as well while somebody said that something is left to do. One that was merged speaks
    for the theme it became. Nothing says whose an action is.
    """
    audits = audits_of(session, actor, Permission.SEE_RESULTS)
    published = [audit.id for audit in audits if has_reached(Stage(audit.stage), Stage.PUBLISHED)]
    status = col(Action.status)
    theme = func.coalesce(col(Theme.merged_into_id), col(Theme.id))
    found = session.execute(
        select(theme, func.count(distinct(col(Action.id))))
        .select_from(Action)
        .join(RecommendationFinding, col(RecommendationFinding.recommendation_id) == Action.recommendation_id)
        .join(Finding, col(Finding.id) == RecommendationFinding.finding_id)
        .join(FindingTheme, col(FindingTheme.finding_id) == Finding.id)
        .join(Theme, col(Theme.id) == FindingTheme.theme_id)
        .where(
            or_(status.in_(OPEN), and_(status.in_(IS_DONE), col(Action.still_open))),
            col(Action.audit_id).in_(published),
            col(Finding.polarity) == "area",
            ~col(Finding.withdrawn),
            col(FindingTheme.confirmed_by).is_not(None),
        )
        .group_by(theme)
    )
    return {int(theme_id): int(n) for theme_id, n in found}
