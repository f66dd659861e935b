"""A finding that is made at the panel's table gets its themes there and then."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from maap.access import seat
from maap.domain.audit import Stage
from maap.domain.learning import may_be_written
from maap.domain.people import Actor, NotYours, Permission
from maap.storage import findings as kept
from maap.storage.tables import FindingTheme, Theme
from maap.storage.trail import record


def code_at_the_table(
    session: Session, actor: Actor, audit_id: int, finding_id: int, theme_ids: Collection[int]
) -> None:
    """Code a finding to themes that a person chose, and so confirmed. Raises NotYours and WrongStage."""
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    row = kept.one(session, place.id, finding_id)
    wanted = set(theme_ids)
    known = set(session.exec(select(Theme.id).where(col(Theme.id).in_(wanted), col(Theme.active))))
    if known != wanted:
        raise NotYours("theme")
    there = set(session.exec(select(FindingTheme.theme_id).where(col(FindingTheme.finding_id) == finding_id)))
    for theme_id in sorted(wanted - there):
        session.add(
            FindingTheme(
                finding_id=row.id or 0,
                theme_id=theme_id,
                coded_by=actor.person_id,
                coded_at=actor.now,
                confirmed_by=actor.person_id,
                confirmed_at=actor.now,
            )
        )
    session.flush()
    record(session, actor, "coded a finding", audit_id=place.id, about=f"finding {finding_id}", themes=sorted(wanted))
