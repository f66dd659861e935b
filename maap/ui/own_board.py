"""The page on which an agency sees itself."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from maap.charts.own_exhibits import own_exhibits, standing
from maap.domain.tiles import Tile
from maap.ui import taking, tiles
from maap.views.own_board import OwnBoard


def begun(page: OwnBoard, at: datetime) -> bool:
    """Say as at when the figures are; whether there are any yet."""
    st.text(standing(page, at))
    if not page.audits:
        st.info("Charts fill by themselves once an audit of yours is in fieldwork.", icon=":material/hourglass_empty:")
    return bool(page.audits)


def draw(page: OwnBoard, shown: Sequence[Tile]) -> None:
    """How practice is and what works first, then what is owed; or in the order in which somebody chose them."""
    exhibits = tuple(own_exhibits(page, shown))
    tiles.in_pairs(exhibits)
    taking.draw_own(shown, exhibits)
