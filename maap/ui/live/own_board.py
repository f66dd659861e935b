"""The page on which an agency sees itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from sqlmodel import Session

from maap.charts.exhibits import Exhibit
from maap.charts.own_exhibits import own_exhibits, standing
from maap.domain.people import Actor
from maap.domain.tiles import Tile
from maap.ui.live import taking, tiles
from maap.views.own_behind import RETURNS, OwnPicked, own_actions_behind, own_behind, own_issues_behind
from maap.views.own_board import OwnBoard
from maap.views.returns_behind import Behind
from maap.views.work_behind import Thing

_STILL_KEPT = "Returns of earlier audits that are no longer kept are not listed."
_MEASURES = (*RETURNS, "actions", "issues")


@dataclass(frozen=True)
class BehindOwn:
    """What is behind the charts that were clicked on, by chart: returns; actions and issues."""

    returns: Mapping[str, tuple[Behind, ...]]
    things: Mapping[str, tuple[Thing, ...]]


def behind(session: Session, actor: Actor) -> BehindOwn:
    """What is behind what was clicked on."""
    picked = {key: one for measure in _MEASURES if (one := _picked(measure, key := f"own-{measure}"))}
    returns = {key: own_behind(session, actor, one) for key, one in picked.items() if one.measure in RETURNS}
    things = {key: _things(session, actor, one) for key, one in picked.items() if key not in returns}
    return BehindOwn(returns, things)


def _picked(measure: str, key: str) -> OwnPicked | None:
    """A click on a bar, a cell or a row of the table: each kind of chart has its own names for where it was."""
    point = tiles.picked(key)
    row, column = (
        next((point[name] for name in names if name in point), "")
        for names in (("row", "agency", "theme"), ("level", "domain", "polarity"))
    )
    return OwnPicked(measure, row, column) if row else None


def _things(session: Session, actor: Actor, picked: OwnPicked) -> tuple[Thing, ...]:
    if picked.measure == "actions":
        return own_actions_behind(session, actor, picked.row)
    return own_issues_behind(session, actor, picked)


def begun(page: OwnBoard, at: datetime) -> bool:
    """Say as at when the figures are; whether there are any yet."""
    st.text(standing(page, at))
    if not page.audits:
        st.info("Charts fill by themselves once an audit of yours is in fieldwork.", icon=":material/hourglass_empty:")
    return bool(page.audits)


def draw(page: OwnBoard, shown: Sequence[Tile], behind: BehindOwn) -> None:
    """How practice is and what works first, then what is owed; or in the order in which somebody chose them."""
    exhibits = tuple(own_exhibits(page, shown))
    tiles.in_pairs(exhibits, lambda one: _exhibit(one, behind))
    taking.draw_own(shown, exhibits)


def _exhibit(one: Exhibit, behind: BehindOwn) -> None:
    tiles.tile(one.key, one.heading, one.sentence, one.chart, one.note, clickable=True)
    rows = behind.returns.get(one.key)
    if rows is not None:
        tiles.behind(one.key, rows, note=_STILL_KEPT if rows else "")
    if one.key in behind.things:
        tiles.things(one.key, behind.things[one.key])
