"""A believable, made-up partnership, filled in through the same use cases that people's pages call."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from maap.demonstration.earlier_years import bring_in
from maap.demonstration.library import bring_in_library
from maap.demonstration.people import Cast, admit
from maap.demonstration.stage import Scene, tell
from maap.demonstration.stories import stories
from maap.demonstration.words import MADE_UP
from maap.domain.choices import flat
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.storage.tables import Partnership, Theme
from maap.usecases.partnership import change_facts

PASSWORD = "tram lantern harvest"  # noqa: S105  (shown on the demonstration's sign-in page)

_BEFORE = timedelta(days=760)
"""How long ago the partnership began to use this house."""

_CONTACTS = {
    "safeguarding_children.phone": "01632 960201",
    "safeguarding_children.out_of_hours_phone": "01632 960202",
    "safeguarding_adults.phone": "01632 960301",
    "safeguarding_adults.out_of_hours_phone": "01632 960302",
}
"""Telephone numbers that belong to nobody: they are set aside for drama."""


def fill(session: Session, now: datetime) -> None:
    """Fill an installation whose configuration is loaded, with people and an audit in each stage as of ``now``.

    Raises Problem when an address of the demonstration belongs to somebody who is already there.
    """
    began = now - _BEFORE
    cast = admit(session, began, PASSWORD)
    _make_known(session, cast, began)
    themes = {row.key: row.id or 0 for row in session.exec(select(Theme))}
    scene = Scene(session, cast, now, themes)
    bring_in(scene, cast.coordinator(scene.moment(750)))
    bring_in_library(scene)
    tell(stories(scene), until=now)
    session.flush()


def _make_known(session: Session, cast: Cast, at: datetime) -> None:
    """The house says everywhere that it is a demonstration, and whom a made-up auditor would call."""
    row = session.get(Partnership, 1)
    if row is None:
        raise Problem("Set up the partnership first: the demonstration needs its agencies and questionnaires.")
    row.demonstration = True
    session.add(row)
    session.flush()
    facts = flat({**row.choices, "name": row.name, "short_name": row.short_name})
    facts |= _CONTACTS | {"procedures": f"{MADE_UP}\n\n{row.procedures}"}
    change_facts(session, cast.team(Role.ADMINISTRATOR, at), facts, row.revision)
