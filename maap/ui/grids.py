"""The case × agency grid as a table that stays readable with 60 cases and 20 agencies."""

import pandas as pd
import streamlit as st

from maap.charts.theme import NIGHT
from maap.domain.audit import Stage
from maap.domain.fieldwork import HANDED_IN, OPEN_FOR_ANSWERS, ReturnState
from maap.domain.people import Permission
from maap.ui import frame
from maap.ui.look import look
from maap.ui.words import count, day, moment, plain
from maap.views.grid import Cell, Grid

# A mark, a word and a colour: no meaning by colour alone, and short enough for twenty columns.
MARKS = {
    ReturnState.NOT_STARTED: "○ To do",
    ReturnState.IN_PROGRESS: "◐ Begun",
    ReturnState.SUBMITTED: "● In",
    ReturnState.CHANGES_REQUESTED: "↩ Changes",
    ReturnState.ACCEPTED: "✔ Accepted",
    ReturnState.NOT_KNOWN: "– Not known",
}
_ON = "; color: #14202b"
_GROUNDS = {
    ReturnState.NOT_STARTED: "",
    ReturnState.IN_PROGRESS: "background-color: #e3eef7" + _ON,
    ReturnState.SUBMITTED: "background-color: #d5e8d8" + _ON,
    ReturnState.CHANGES_REQUESTED: "background-color: #fbe8cd" + _ON,
    ReturnState.ACCEPTED: "background-color: #bfdcc4" + _ON,
    ReturnState.NOT_KNOWN: "background-color: #e6e9eb" + _ON,
}
_LATE = "; color: #a3161b; font-weight: 600"
_LATE_AT_NIGHT = "color: #ffb3a8; font-weight: 600"
"""On the dark page itself, for what is late and not begun."""
_NOTED = " ✎"
KEY = " · ".join(MARKS.values()) + f" · ! late ·{_NOTED} open note"


def summary(grid: Grid) -> str:
    """The grid in a sentence."""
    late = sum(cell.late for cell in grid.cells)
    return f"{grid.handed_in} of {count(len(grid.cells), 'return')} in" + (f", {late} late." if late else ".")


def chosen(cells: list[Cell], states: list[str], agencies: list[str], only_late: bool) -> list[Cell]:
    """The cells that the filters leave."""
    return [
        cell
        for cell in cells
        if (not states or cell.state in states)
        and (not agencies or cell.agency in agencies)
        and (cell.late or not only_late)
    ]


def _said(cell: Cell) -> str:
    return MARKS[cell.state] + (" ! late" if cell.late else "")


def _marked(cell: Cell | None) -> str:
    return "" if cell is None else _said(cell) + (_NOTED if cell.discussed else "")


def matrix(cells: list[Cell], alt: str) -> Cell | None:
    """Draw cases down and agencies across. Returns the cell that somebody picked."""
    cases, agencies = list(dict.fromkeys(c.case for c in cells)), list(dict.fromkeys(c.agency for c in cells))
    at = {(cell.case, cell.agency): cell for cell in cells}
    words = pd.DataFrame(
        [[_marked(at.get((case, agency))) for agency in agencies] for case in cases],
        index=pd.Index(cases, name="Case"),
        columns=agencies,
    )
    grounds = pd.DataFrame(
        [[_ground(at.get((case, agency))) for agency in agencies] for case in cases],
        index=words.index,
        columns=agencies,
    )
    picked = st.dataframe(
        words.style.apply(lambda _: grounds, axis=None),
        key="grid",
        on_select="rerun",
        selection_mode="single-cell",
        height=min(35 * (len(cases) + 1) + 2, 640),
        alt=alt,
    )
    for row, agency in picked["selection"]["cells"]:
        return at.get((cases[row], agency))
    return None


def _ground(cell: Cell | None) -> str:
    if cell is None:
        return ""
    ground, is_owed = _GROUNDS[cell.state], cell.late and cell.state not in HANDED_IN
    if is_owed and not ground and look() is NIGHT:
        return _LATE_AT_NIGHT
    return ground + (_LATE if is_owed else "")


def line(cell: Cell, grid: Grid) -> None:
    """One return: who has it, when it is due, and what the actor may do with it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"cell-{cell.return_id}"):
        st.markdown(f"**{plain(cell.case)}** {plain(cell.agency)}", width=240)
        st.badge(_said(cell), color="orange" if cell.late else "gray")
        st.text(f"Due {day(cell.due)}" if cell.state not in HANDED_IN else "")
        if cell.discussed:
            st.badge(count(cell.discussed, "open note"), icon=":material/chat_bubble:", color="blue")
        touched = f", last touched {moment(cell.touched_at)}" if cell.touched_at else ""
        st.text((" and ".join((cell.auditor, *cell.together)) if cell.auditor else "Nobody named yet") + touched)
        if cell.mine and cell.state in OPEN_FOR_ANSWERS:
            frame.link("fieldwork/answer", "Answer", ":material/edit_note:", **{"return": cell.return_id})
        elif grid.seat.may(Permission.READ_RETURN):
            frame.link("fieldwork/check", "Open", ":material/visibility:", **{"return": cell.return_id})
        if cell.mine and cell.state is ReturnState.NOT_STARTED:
            _not_known(cell)
        answered_now = grid.seat.audit.stage == Stage.FIELDWORK and cell.state in OPEN_FOR_ANSWERS
        if answered_now and grid.auditors and grid.seat.may(Permission.ASSIGN_RETURNS):
            _give(cell, grid)


def _not_known(cell: Cell) -> None:
    with st.popover("Not known to us"):
        st.text_input("Which role checked your records?", key=f"checked-by/{cell.return_id}")
        said = "We do not know this child or household"
        st.button(said, key=f"not-known/{cell.return_id}", type="primary")


def _give(cell: Cell, grid: Grid) -> None:
    options = [None, *grid.auditors]
    st.session_state[f"seen/{cell.return_id}"] = cell.revision
    with st.popover("Give to"):
        st.selectbox(
            "Auditor",
            options,
            index=options.index(cell.auditor_id) if cell.auditor_id in options else 0,
            format_func=lambda person: grid.auditors[person] if person else "Nobody yet",
            key=f"auditor/{cell.return_id}",
        )
        st.multiselect(
            "Together with (optional)",
            list(grid.auditors),
            [one for one in cell.fellows if one in grid.auditors],
            format_func=grid.auditors.__getitem__,
            key=f"together/{cell.return_id}",
            placeholder="Nobody else",
        )
        st.button("Give", key=f"assign/{cell.return_id}")
