"""The figures of a dashboard, made once for all who may see the same.

When an answer is saved, every open dashboard of its audit wants the same figures at the same moment. Who may see them
is still asked of the database for each person, before this is: what is shared is the work, never the permission.
"""

from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from maap.charts.exhibits import Exhibit, of_tile
from maap.domain.people import Actor
from maap.domain.tiles import Tile
from maap.storage.db import engine
from maap.ui.kept import kept
from maap.views.dashboard import Results, results
from maap.views.scene import Chosen, Scene

_FOR = 3
"""Seconds. Long enough for all open dashboards to draw one answer; what no pulse tells of is as old as this at most."""
_MOST = 64


@dataclass(frozen=True)
class Figures:
    """What the tiles show. ``cells``: the exhibits of each tile that has any, in the chosen order."""

    results: Results
    cells: tuple[tuple[Exhibit, ...], ...]


def figures(session: Session, actor: Actor, scene: Scene, chosen: Chosen, shown: tuple[Tile, ...]) -> Figures:
    """The figures for somebody who was let in: ``scene`` says as whom. Raises Withheld for a part they may not see."""
    return kept(_made, _reach(actor, scene, chosen, shown), session, actor, scene, chosen, shown)


def _reach(actor: Actor, scene: Scene, chosen: Chosen, shown: tuple[Tile, ...]) -> str:
    """All that the figures depend on: the state of the audit, the day, what is asked, and as whom."""
    state = (str(engine().url), scene.head.audit_id, scene.head.stage, scene.pulse, actor.today)
    asked = (chosen, [tile.key for tile in shown])
    whom = (scene.audience, scene.own, actor.agency_id, sorted(actor.roles), sorted(scene.head.permissions))
    return repr((state, asked, whom))


@st.cache_resource(ttl=_FOR, max_entries=_MOST, show_spinner=False)
def _made(  # Streamlit keeps it by what has no underscore
    reach: str, _session: Session, _actor: Actor, _scene: Scene, _chosen: Chosen, _shown: tuple[Tile, ...]
) -> Figures:
    del reach
    found = results(_session, _actor, _scene.head.audit_id, _chosen, [tile.key for tile in _shown])
    cells = (of_tile(tile.key, _scene, _chosen, found) for tile in _shown)
    return Figures(found, tuple(cell for cell in cells if cell))
