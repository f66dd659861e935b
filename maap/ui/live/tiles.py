"""A chart with all that belongs to it: heading, sentence, the chart, the same as a table, when, and how complete."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from maap.charts.drawings import Chart
from maap.charts.exhibits import Exhibit
from maap.charts.specs import PICK, still
from maap.ui import frame
from maap.ui.look import look
from maap.ui.words import count, plain
from maap.views.returns_behind import MOST_LISTED, Behind
from maap.views.work_behind import Thing

_CHART, _ROWS, _POINTS, _TIMES = "chart/", "rows/", "points/", "times/"
_TABLE = "The same as a table"
MOST_LINKS = 30
_ICON = ":material/chevron_right:"


def tile(key: str, heading: str, sentence: str, chart: Chart | None, note: str, clickable: bool = False) -> None:
    """Draw a chart in its frame. ``chart`` None or empty: the sentence alone. ``note`` is the foot."""
    with st.container(border=True, key=f"tile-{key}"):
        st.header(plain(heading), anchor=False)
        st.text(sentence)
        if chart is not None and not chart.empty:
            alt, chart = f"{heading}. {sentence}", chart.at(look())
            if clickable:
                _clickable(key, chart, sentence, alt)
            else:
                st.vega_lite_chart(chart.rows_sent, still(chart.spec), theme=None, key=_CHART + key, alt=sentence)
                with st.expander(_TABLE):
                    st.dataframe(chart.table_sent, hide_index=True, key=f"table/{key}", alt=alt)
        st.caption(plain(note))


def _still(one: Exhibit) -> None:
    tile(one.key, one.heading, one.sentence, one.chart, one.note)


def in_pairs(shown: Sequence[Exhibit], draw: Callable[[Exhibit], None] = _still) -> None:
    """Charts, two beside each other where there is room. Unless somebody says how to draw them, they lead nowhere."""
    for at in range(0, len(shown), 2):
        for place, one in zip(st.columns(2, gap="medium"), shown[at : at + 2], strict=False):
            with place:
                draw(one)


def _clickable(key: str, chart: Chart, sentence: str, alt: str) -> None:
    """A click in the chart or a row of the table, which needs no mouse, opens the returns behind it."""
    st.session_state[_POINTS + key] = chart.points
    st.vega_lite_chart(
        chart.rows_sent,
        chart.spec,
        theme=None,
        key=_CHART + _fresh(key),
        on_select="rerun",
        selection_mode=PICK,
        alt=sentence,
    )
    with st.expander(_TABLE):
        st.dataframe(
            chart.table_sent,
            hide_index=True,
            key=_ROWS + _fresh(key),
            on_select="rerun",
            selection_mode="single-row",
            alt=alt,
        )
        st.caption("Choose a row to see what is behind it.")


def put_away() -> None:
    """Handle the button that closes a list of returns: its chart begins anew, with nothing chosen in it."""
    if (key := frame.pressed_one("put-away")) is not None:
        st.session_state[_TIMES + key] = int(st.session_state.get(_TIMES + key, 0)) + 1


def _fresh(key: str) -> str:
    return f"{key}/{st.session_state.get(_TIMES + key, 0)}"


def picked(key: str) -> Mapping[str, str]:
    """What was clicked on in a chart, else the row chosen in its table, by column; empty when there is nothing."""
    points = _selection(_CHART + _fresh(key)).get(PICK, [])
    if isinstance(points, list) and points and isinstance(points[0], dict):
        return {str(name): str(value) for name, value in points[0].items()}
    rows, known = _selection(_ROWS + _fresh(key)).get("rows", []), st.session_state.get(_POINTS + key, ())
    return dict(known[rows[0]]) if rows and rows[0] < len(known) else {}


def _selection(key: str) -> Mapping[str, Any]:
    state = st.session_state.get(key)
    return state.get("selection", {}) if isinstance(state, dict) else {}


def behind(key: str, rows: tuple[Behind, ...], audit_id: int = 0, note: str = "") -> None:
    """The returns behind a figure, each with a link to where it can be read. ``note`` says which are not there."""
    with st.container(border=True, key=f"behind-{key}"):
        st.header("The returns behind it", anchor=False)
        st.text(f"{_so_many(len(rows))} {note}".rstrip())
        for row in rows[:MOST_LINKS]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"behind-{key}-{row.return_id}"):
                if row.may_read:
                    frame.link("fieldwork/read", f"{row.case}, {row.agency}", _ICON, **{"return": row.return_id})
                else:
                    frame.link("panel/cases", f"{row.case}, {row.agency}", _ICON, audit=audit_id, case=row.case_id)
                st.text(row.state.capitalize())
        st.button("Close this list", key=f"put-away/{key}")


_PAGES = MappingProxyType({"finding": "themes/finding", "action": "actions/action", "issue": "lanes/issue"})


def things(key: str, rows: tuple[Thing, ...], audit_id: int = 0) -> None:
    """The findings, actions or issues behind a figure, each with a link to its page."""
    with st.container(border=True, key=f"behind-{key}"):
        st.header("What is behind it", anchor=False)
        if not rows:
            st.text("Nothing stands behind it any more. It changed after you clicked.")
        for row in rows[:MOST_LINKS]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"behind-{key}-{row.kind}-{row.id}"):
                frame.link(_PAGES[row.kind], row.label, _ICON, **{"audit": row.audit_id or audit_id, row.kind: row.id})
                st.text(row.state.capitalize())
        if len(rows) > MOST_LINKS:
            st.text(f"The first {MOST_LINKS} are listed.")
        st.button("Close this list", key=f"put-away/{key}")


_GONE = "No return can be opened here. It changed after you clicked, or its returns are no longer kept."


def _so_many(n: int) -> str:
    if n > MOST_LINKS:
        shown = f"The first {MOST_LINKS} are listed; choose an agency or a domain to see fewer."
        return f"{n if n < MOST_LISTED else f'At least {n}'} returns. {shown}"
    return count(n, "return") + "." if n else _GONE
