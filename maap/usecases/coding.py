"""A finding is coded to themes. What was suggested and what the person made of it is kept."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.fieldwork import Overtaken
from maap.domain.learning import may_be_written
from maap.domain.people import Actor, NotYours, Permission
from maap.storage import findings as kept
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Finding, FindingTheme, Theme, ThemeSuggestion
from maap.storage.taught import in_use
from maap.storage.trail import record

_OVERTAKEN = "A colleague has just coded this finding. Their themes are on the page now: look, then save yours again."


def code_finding(
    session: Session,
    actor: Actor,
    audit_id: int,
    finding_id: int,
    themes: Iterable[int],
    offered: Sequence[int],
    seen: int,
) -> int:
    """Code a finding to exactly these themes, as seen at revision ``seen``; to none, when none fits.

    ``offered``: the themes that were suggested beside it, best first. Returns the new revision.
    Raises NotYours (no such finding or theme), Overtaken and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    may_be_written(Stage(place.audit.stage))
    kept.one(session, place.id, finding_id)
    wanted = set(themes)
    there = {row.theme_id: row for row in session.exec(select(FindingTheme).where(_of(finding_id)))}
    _refuse_unknown(session, place, (wanted | set(offered)) - there.keys())
    if not changed(session, Finding, finding_id, seen):
        raise Overtaken(_OVERTAKEN, sorted(wanted), sorted(there))
    _keep(session, actor, finding_id, wanted, there, offered)
    _decide(session, actor, finding_id, wanted, offered)
    beat(session, place.id)
    added, removed = sorted(wanted - there.keys()), sorted(there.keys() - wanted)
    taken = sorted(wanted & set(offered))
    record(
        session,
        actor,
        "coded a finding",
        audit_id=place.id,
        about=f"finding {finding_id}",
        added=added,
        removed=removed,
        suggested=list(offered),
        taken=taken,
    )
    return seen + 1


def _of(finding_id: int) -> ColumnElement[bool]:
    return col(FindingTheme.finding_id) == finding_id


def _refuse_unknown(session: Session, place: Seat, theme_ids: set[int]) -> None:
    known = set(session.exec(select(Theme.id).where(col(Theme.id).in_(theme_ids), in_use(place.audit))))
    if theme_ids - known:
        raise NotYours("theme")


def _keep(
    session: Session,
    actor: Actor,
    finding_id: int,
    wanted: set[int],
    there: dict[int, FindingTheme],
    offered: Sequence[int],
) -> None:
    """Whoever coded a theme first stays named; whoever of the team confirms it is named beside them."""
    for theme_id, row in there.items():
        if theme_id not in wanted:
            session.delete(row)
        elif row.confirmed_by is None:
            row.confirmed_by, row.confirmed_at = actor.person_id, actor.now
            session.add(row)
    session.add_all(
        FindingTheme(
            finding_id=finding_id,
            theme_id=theme_id,
            suggested=theme_id in offered,
            coded_by=actor.person_id,
            coded_at=actor.now,
            confirmed_by=actor.person_id,
            confirmed_at=actor.now,
        )
        for theme_id in sorted(wanted - there.keys())
    )
    session.flush()


def _decide(session: Session, actor: Actor, finding_id: int, wanted: set[int], offered: Sequence[int]) -> None:
    """The first suggestions for a finding are the ones that count: later ones have learnt from its themes."""
    before = list(session.exec(select(ThemeSuggestion).where(col(ThemeSuggestion.finding_id) == finding_id)))
    for row in before:
        row.taken, row.decided_by, row.decided_at = row.theme_id in wanted, actor.person_id, actor.now
        session.add(row)
    if not before:
        session.add_all(
            ThemeSuggestion(
                finding_id=finding_id,
                theme_id=theme_id,
                place=place,
                taken=theme_id in wanted,
                decided_by=actor.person_id,
                decided_at=actor.now,
            )
            for place, theme_id in enumerate(dict.fromkeys(offered), start=1)
        )
