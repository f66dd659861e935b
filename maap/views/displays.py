"""Screens on walls: who looks through a display link, what it shows, and how the links of an audit stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import seat
from maap.domain.disclosure import ANYBODY
from maap.domain.displays import is_due, standing
from maap.domain.people import Actor, Permission, Role
from maap.domain.pictures import Picture
from maap.domain.sessions import digest
from maap.storage.tables import Audit, DisplayLink
from maap.views.board import pictures
from maap.views.results import Progress, Rows, ThemeCounts, grades, panel_grades, returns_in, themes
from maap.views.scene import Scene, scene

FURTHER = ("arrivals", "beside", "actions")
"""Measures of the whole audit that the partnership sees, besides returns, grades and themes."""


@dataclass(frozen=True)
class Screen:
    """A screen whose link is open. ``pulse``: the state of its audit. ``noticed``: it was written down just now."""

    actor: Actor
    audit_id: int
    pulse: int
    noticed: bool


@dataclass(frozen=True)
class Wall:
    """What a screen shows: figures of the whole audit, as its partnership sees them."""

    scene: Scene
    returns: Progress
    grades: Rows
    panel: Rows
    themes: ThemeCounts
    pictures: dict[str, Picture]


@dataclass(frozen=True)
class DisplayLine:
    """A display link: on, ended or expired."""

    id: int
    made_at: datetime
    expires_at: datetime
    seen_at: datetime | None
    state: str


def screen(session: Session, token: str, now: datetime) -> Screen | None:
    """Who looks through a link; None when it was ended, has run out, or never was.

    All that a screen without news costs: one row by its key. It looks as an observer of no agency, before whom
    somebody of any agency may stand.
    """
    found = session.execute(
        select(DisplayLink.audit_id, Audit.pulse, DisplayLink.seen_at)
        .join(Audit, col(Audit.id) == DisplayLink.audit_id)
        .where(DisplayLink.digest == digest(token), col(DisplayLink.revoked_at).is_(None))
        .where(col(DisplayLink.expires_at) > now)
    ).first()
    if found is None:
        return None
    audit_id, pulse, seen_at = found
    actor = Actor(0, "A screen", frozenset({Role.OBSERVER}), ANYBODY, now)
    return Screen(actor, audit_id, pulse, not is_due(seen_at, now))


def wall(session: Session, actor: Actor, audit_id: int) -> Wall:
    """What the screen shows, of all agencies together."""
    seat(session, actor, audit_id, Permission.SEE_RESULTS)
    rows = returns_in(session, actor, audit_id)
    return Wall(
        scene=scene(session, actor, audit_id),
        returns=_together(rows),
        grades=grades(session, actor, audit_id).together,
        panel=panel_grades(session, actor, audit_id),
        themes=themes(session, actor, audit_id),
        pictures=pictures(session, actor, audit_id, FURTHER),
    )


def display_links(session: Session, actor: Actor, audit_id: int) -> tuple[DisplayLine, ...]:
    """The audit's screens, the newest first."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    rows = session.exec(
        select(DisplayLink).where(DisplayLink.audit_id == place.id).order_by(col(DisplayLink.id).desc()).limit(30)
    )
    return tuple(
        DisplayLine(
            row.id or 0, row.made_at, row.expires_at, row.seen_at, standing(row.expires_at, row.revoked_at, actor.now)
        )
        for row in rows
    )


def _together(rows: tuple[Progress, ...]) -> Progress:
    """All agencies as one, under a name that names none."""
    return Progress(
        None,
        "All agencies",
        sum(row.handed_in for row in rows),
        sum(row.under_way for row in rows),
        sum(row.not_started for row in rows),
        sum(row.late for row in rows),
        max((row.longest for row in rows), default=0),
    )
