"""The parts of an audit's dashboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import streamlit as st

from maap.charts.exhibits import Exhibit, tallies
from maap.domain.audit import Stage
from maap.domain.disclosure import FEWEST_OTHERS, SHOWN
from maap.domain.ladders import Named, together
from maap.domain.people import Actor, Permission
from maap.domain.tiles import Tile
from maap.storage.db import reading
from maap.ui import frame, parts, pulse
from maap.ui.live import picking, taking, tiles
from maap.ui.live.figures import Figures, figures
from maap.ui.words import moment, plain
from maap.views.dashboard import Results
from maap.views.returns_behind import Behind, returns_behind
from maap.views.scene import Chosen, Scene
from maap.views.scene import scene as scene_of
from maap.views.work_behind import Thing

ALL_AGENCIES, ALL_DOMAINS = "All agencies", "All domains"
_WHOLE = Named("", "All domains")
_RULE = "To protect children and agencies, agencies are shown together only."
_RULE_BESIDE_OWN = (
    "To protect children and agencies, other agencies are shown together only, and a domain once at least "
    f"{FEWEST_OTHERS} of them have graded it."
)


_READ_AT: Mapping[str, tuple[str, Permission, str]] = MappingProxyType(
    {
        "concerns": ("lanes/concerns", Permission.WATCH_CONCERNS, "Read the concerns"),
        "issues": ("lanes/issues", Permission.CLOSE_ISSUE, "Read the issues"),
    }
)
"""Where measures in words alone are read, and by whom."""


@dataclass(frozen=True)
class BehindThem:
    """What is behind the charts that were clicked on, by chart: returns; findings and actions."""

    returns: Mapping[str, tuple[Behind, ...]]
    things: Mapping[str, tuple[Thing, ...]]


def filters(scene: Scene) -> Chosen:
    """The two choices that live in the address, so that a view can be sent."""
    domains = {ALL_DOMAINS: ""} | {domain.name: domain.key for domain in scene.domains}
    agencies = {ALL_AGENCIES: None} | {agency.name: agency.id for agency in scene.agencies}
    with st.container(horizontal=True, key="filters"):
        domain = st.selectbox("Domain", list(domains), key="domain", bind="query-params", width=320)
        agency = ALL_AGENCIES
        if len(agencies) > 1:
            agency = st.selectbox("Agency", list(agencies), key="agency", bind="query-params", width=240)
    return Chosen(agencies.get(agency), domains.get(domain, ""))


@dataclass(frozen=True)
class Loaded:
    """What is drawn: for whom, the figures, and what is behind each chart that was clicked on."""

    scene: Scene
    figures: Figures
    behind: BehindThem


def live(actor: Actor, scene: Scene, chosen: Chosen, shown: tuple[Tile, ...]) -> None:
    """The whole dashboard. It is drawn again when its audit changes, and when something in it is touched."""
    drawn = [scene.pulse]

    def again(somebody: Actor) -> Loaded:
        tiles.put_away()
        with reading() as session:
            found = scene_of(session, somebody, scene.head.audit_id)
        if replace(found, pulse=scene.pulse, as_at=scene.as_at) != scene:
            parts.show_page()  # the head and the choices above stand on it, too
        drawn[0] = found.pulse
        return _loaded(somebody, found, chosen, shown)

    charts = parts.Part("live-charts", again, lambda loaded: _draw(loaded, chosen, shown))
    charts.show(_loaded(actor, scene, chosen, shown))
    pulse.follow(scene.head.audit_id, lambda: drawn[0], charts.show_news)


def _loaded(actor: Actor, scene: Scene, chosen: Chosen, shown: tuple[Tile, ...]) -> Loaded:
    audit_id = scene.head.audit_id
    with reading() as session:
        made = figures(session, actor, scene, chosen, shown)
        behind = {
            key: returns_behind(session, actor, audit_id, picked)
            for key, picked in picking.picks(scene, chosen).items()
        }
        return Loaded(scene, made, BehindThem(behind, picking.things(session, actor, audit_id, scene, chosen)))


def _draw(loaded: Loaded, chosen: Chosen, shown: Sequence[Tile]) -> None:
    """Is practice good and what works first, then who still owes a return, then where."""
    scene, cells = loaded.scene, loaded.figures.cells
    _standing(scene, loaded.figures.results)
    for at in range(0, len(cells), 2):
        for place, cell in zip(st.columns(2, gap="medium"), cells[at : at + 2], strict=False):
            with place:
                for one in cell:
                    _exhibit(scene, one, loaded.behind)
    taking.draw(scene, chosen, shown, [one for cell in cells for one in cell])


def _exhibit(scene: Scene, one: Exhibit, behind: BehindThem) -> None:
    clickable = picking.may_look_behind(scene, one.measure)
    tiles.tile(one.key, one.heading, one.sentence, one.chart, one.note, clickable)
    if one.measure in _READ_AT and scene.head.may(_READ_AT[one.measure][1]):
        script, _, words = _READ_AT[one.measure]
        frame.link(script, words, ":material/chevron_right:", audit=scene.head.audit_id)
    if one.key in behind.returns:
        tiles.behind(one.key, behind.returns[one.key], scene.head.audit_id)
    if one.key in behind.things:
        tiles.things(one.key, behind.things[one.key], scene.head.audit_id)


def _standing(scene: Scene, results: Results) -> None:
    closed = scene.head.stage is Stage.CLOSED
    live = (
        "The audit is closed and its numbers no longer change." if closed else "This page follows every saved answer."
    )
    st.text(f"As at {moment(scene.as_at)}. {live}")
    if not SHOWN[scene.audience].agencies:
        st.text(_RULE_BESIDE_OWN if scene.own else _RULE)
    with st.container(horizontal=True, key="figures"):
        st.metric("Returns in", f"{results.handed_in:,} of {results.due:,}", border=True)
        for ladder in scene.ladders[:1]:
            whole = together(ladder, _WHOLE, tallies(ladder, Chosen(), results.grades))
            graded = f"{whole.better:,} of {whole.graded:,}" if whole.graded else "None yet"
            st.metric(f"Grades that are {plain(ladder.better_words)}", graded, border=True)
        if not closed:
            st.metric("Returns late", str(sum(row.late for row in results.progress)), border=True)
