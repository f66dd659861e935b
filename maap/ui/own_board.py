"""The parts of the page on which an agency sees itself."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from maap.charts.exhibits import moment
from maap.charts.pictures import drawn
from maap.domain import sentences
from maap.domain.sentences import counted
from maap.ui import charts, tiles
from maap.views.own_board import MOST_AUDITS, OwnBoard

HEADINGS = {
    "grades": "How we grade our own practice",
    "themes": "What works with us, and what to develop",
    "shift": "Our grades beside the panel’s",
    "returns": "Our returns",
    "timely": "In time or late",
    "actions": "Our actions",
    "issues": "Issues that came back to us",
}
_NOTES = {
    "grades": f"Grades in the better half of each audit’s own scale; the latest {MOST_AUDITS} audits",
    "shift": "The same cases and domains, in audits that were published",
    "issues": "Only your agency and the partnership’s coordinator see these",
}


def draw(page: OwnBoard, at: datetime) -> None:
    """How practice is and what works first, then what is owed."""
    st.text(f"As at {moment(at)}, in {counted(len(page.audits), 'audit')}. Only your own agency’s figures are here.")
    if not page.audits:
        st.info("Charts fill by themselves once an audit of yours is in fieldwork.", icon=":material/hourglass_empty:")
        return
    cells: list[Callable[[], None]] = []
    for key in HEADINGS:
        if key == "themes":
            cells.append(lambda: _themes(page))
        elif key in page.pictures:
            cells.append(lambda key=key: _picture(key, page))  # type: ignore[misc]
    for first in range(0, len(cells), 2):
        for place, cell in zip(st.columns(2, gap="medium"), cells[first : first + 2], strict=False):
            with place:
                cell()


def _picture(key: str, page: OwnBoard) -> None:
    shown = page.pictures[key]
    note = " · ".join(part for part in (f"n = {shown.n}", _NOTES.get(key, "")) if part)
    tiles.tile(f"own-{key}", HEADINGS[key], shown.sentence, drawn(shown), note)


def _themes(page: OwnBoard) -> None:
    strengths, areas = ([(row.theme, getattr(row, side)) for row in page.themes] for side in ("strengths", "areas"))
    said = sentences.themes(strengths, areas, page.named)
    chart = charts.themes(page.themes) if page.themes else None
    note = f"n = {counted(page.named, 'return with themes', 'returns with themes')} of your agency"
    tiles.tile("own-themes", HEADINGS["themes"], said, chart, note)
