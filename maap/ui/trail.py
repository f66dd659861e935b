"""The trail on the screen: the search, a page of lines, and the proof that none was altered."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from maap.domain.written_dates import spoken, uk_date
from maap.ui import frame
from maap.ui.words import count, plain, stamp
from maap.views.trail import Line, Search, Trail

_PAGE = "trail-page"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
GUEST = "a guest"
"""What the trail calls somebody who is only just signing in."""


def wanted() -> Search:
    """What is typed in the search, and the page that was turned to. A new search begins on the first page."""
    typed = frame.fields("trail")
    asked = (typed.get("text") or "", typed.get("first"), typed.get("last"))
    before, at = st.session_state.get(_PAGE, (asked, 1))
    at = at + int(frame.pressed("trail_older")) - int(frame.pressed("trail_newer")) if before == asked else 1
    st.session_state[_PAGE] = (asked, max(1, at))
    return Search(text=asked[0], first=asked[1], last=asked[2], page=max(1, at))


def search(example: str = "For example: signed MAAP26-1") -> None:
    """What to look for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Find a name, a deed or an audit’s reference", key="trail/text", placeholder=example)
        st.date_input("From", value=None, key="trail/first", format="DD/MM/YYYY", width=160)
        st.date_input("To", value=None, key="trail/last", format="DD/MM/YYYY", width=160)


def lines(page: Trail) -> None:
    """A page of lines, the newest first."""
    if not page.found:
        st.text("Nothing fits. Type less, or choose other days.")
        return
    rows = [
        {
            "When": stamp(line.at),
            "Did what": line.deed[:1].upper() + line.deed[1:],
            "Who": line.who,
            "Audit": line.audit,
            "Acting as": "" if line.capacity == GUEST else line.capacity,
            "About": _about(line),
        }
        for line in page.lines
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config=columns(),
        height=35 * (len(rows) + 1) + 2,
        alt=f"{count(page.found, 'line')} of the trail, the newest first",
        key="trail-lines",
    )


def columns() -> dict[str, Any]:
    """How wide the columns of a list of deeds are: when and what fit beside each other on a telephone."""
    widths = {"When": 135, "Did what": 223, "Who": 140, "Audit": 95, "Acting as": 190, "About": 300}
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}


def _about(line: Line) -> str:
    return "; ".join(part for part in (line.about, said(line.detail)) if part)


def said(detail: Mapping[str, Any]) -> str:
    """States and numbers, in words."""
    told = []
    for name, value in detail.items():
        if value in (None, "", [], {}) or name.startswith("sealed"):
            continue
        told.append(f"{_spaced(name)}: {_told(value)}")
    return "; ".join(told)


def _told(value: object) -> str:
    """A value as people say it: no True and False, no day written backwards, no name of a column."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_told(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_spaced(str(name))} {_told(one)}" for name, one in value.items())
    text = str(value)
    if _DAY.fullmatch(text) and (on := uk_date(text)):
        return spoken(on)
    return _spaced(text) if _NAME.fullmatch(text) else text


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def pages(page: Trail) -> None:
    """Turning pages."""
    if page.pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Newer", key="trail_newer", disabled=page.page == 1, icon=":material/arrow_back:")
        st.text(f"Page {page.page} of {page.pages}, {count(page.found, 'line')}")
        st.button("Older", key="trail_older", disabled=page.page == page.pages, icon=":material/arrow_forward:")


def take_away(asked: Search, mark: tuple[int, str]) -> None:
    """The lines as a file, and the mark that proves later that none of them was rewritten."""
    query = {"text": asked.text, "first": asked.first or "", "last": asked.last or ""}
    address = f"/files/trail.csv?{urlencode({name: str(value) for name, value in query.items() if value})}"
    st.html(f'<a class="house-button" href="{escape(address)}" target="_self">Take these lines away as CSV</a>')
    with st.expander(f"The mark of {count(mark[0], 'line')}, to be kept elsewhere"):
        st.text(
            "Print this in minutes, or send it to a colleague in another agency. If somebody ever rewrote the trail, "
            "it would no longer fit."
        )
        st.code(f"{mark[0]} {mark[1]}", language=None, wrap_lines=True)


def proof(wrong: Sequence[str] | None) -> None:
    """The button that checks the whole chain, and what it found."""
    st.button("Check that no line was altered", key="check_trail", icon=":material/verified_user:")
    if wrong is None:
        return
    if not wrong:
        st.success("Every line follows the one before it, and none was altered.", icon=":material/check_circle:")
        return
    st.error("  \n".join(plain(one) for one in wrong[:20]), icon=":material/error:")
