"""Before and after on the screen: a chart, a sentence for each thing, a table, and what makes it hard to compare."""

from collections.abc import Sequence
from textwrap import shorten

import pandas as pd
import streamlit as st

from maap.domain.actions import DIRECTIONS, IN_WORDS, IS_DONE, Direction
from maap.domain.before_after import SMALL, Comparison, Share
from maap.domain.sentences import counted, share
from maap.ui import frame
from maap.ui.actions import parts
from maap.ui.actions.before_after_spec import AFTER, BEFORE, moved
from maap.ui.look import look
from maap.ui.words import plain
from maap.views.before_after import BeforeAfter, Compared

_PHONE = 44
"""Characters that a narrow screen has room for. A longer name stands whole in the table and beneath."""


def head(page: BeforeAfter) -> None:
    """The audit's menu and the title."""
    frame.audit_head(page.head, "Before and after")


def which(page: BeforeAfter) -> bool:
    """Say which two audits stand beside each other; whether there is anything to compare."""
    if page.before is None or page.after is None:
        st.info(
            "There is no re-audit of this audit yet. Start one from “Audits”: it asks again exactly what the actions "
            "were to improve, and this page then shows before and after.",
            icon=":material/hourglass_empty:",
        )
        return False
    st.text(
        f"Before: {page.before.reference} {page.before.title}, {page.before.year}. "
        f"After: {page.after.reference} {page.after.title}, {page.after.year}."
    )
    if not page.rows:
        st.info("The earlier audit had no actions, so there is nothing that was to improve.")
    return bool(page.rows)


def overall(rows: Sequence[Compared]) -> str:
    """How many things are better, in a sentence that claims no more than the answers show."""
    found = _each_once(rows)
    if not found:
        return "No action names a question or a part of practice that both audits have answers to."
    better = sum(one.direction is Direction.BETTER for one in found)
    worse = sum(one.direction is Direction.WORSE for one in found)
    unclear = len(found) - better - worse
    how_many = (
        [f"{better} better"]
        + ([f"{worse} worse"] if worse else [])
        + ([f"{unclear} no clear change"] if unclear else [])
    )
    said = f"Of {counted(len(found), 'thing', 'things')} that both audits asked about: {', '.join(how_many)}."
    small = any(min(one.before.of, one.after.of) < SMALL for one in found if one.before and one.after)
    return said + (" The numbers are small, so only a large difference can be told from chance." if small else "")


def _each_once(rows: Sequence[Compared]) -> list[Comparison]:
    """What both audits have answers to, once each: two actions may be about the same thing."""
    comparable = (row.comparison for row in rows if row.comparison is not None and row.comparison.comparable)
    return list({one.yardstick.key: one for one in comparable}.values())


def chart(rows: Sequence[Compared]) -> None:
    """The chart with its sentence and the same as a table."""
    drawn, said = _each_once(rows), overall(rows)
    with st.container(border=True, key="tile-before-after"):
        st.header("What was to improve, and did", anchor=False)
        st.text(said)
        if drawn:
            points = [
                point
                for order, one in enumerate(drawn)
                if one.before and one.after
                for point in _points(order, one.yardstick.name, one.before, one.after)
            ]
            st.vega_lite_chart(pd.DataFrame(points), moved(look()), theme=None, key="chart/before-after", alt=said)
        with st.expander("The same as a table"):
            st.dataframe(_table(rows), hide_index=True, alt=said, height="content")
        st.caption("Answers such as “not applicable” or “not seen in file” are in no number.")


def _points(order: int, name: str, before: Share, after: Share) -> list[dict[str, object]]:
    figures = f"{before.n} of {before.of} → {after.n} of {after.of}"
    beside = f"{name}  ·  {figures}"
    heading = beside if len(beside) <= _PHONE else f"{shorten(name, _PHONE, placeholder='…')}\n{figures}"
    common = {"order": order, "name": name, "heading": heading, "least": 0, "most": 1}
    return [
        common | {"side": BEFORE, "share": before.n / before.of, "said": share(before.n, before.of), "width": 1},
        common | {"side": AFTER, "share": after.n / after.of, "said": share(after.n, after.of), "width": 5},
    ]


def _table(rows: Sequence[Compared]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "What was to improve": one.yardstick.name if one else row.measure or row.line.text,
                "Counted": one.yardstick.says if one else "",
                "Before": _said(one.before) if one else "",
                "After": _said(one.after) if one else "",
                "Answers say": DIRECTIONS[one.direction] if one and one.comparable else "",
                "Action": f"{row.line.number}: {IN_WORDS[row.line.status]}",
                "People said": DIRECTIONS[row.line.direction] if row.line.status in IS_DONE else "",
                "Still open": "Yes" if row.line.still_open else "No",
            }
            for row in rows
            for one in [row.comparison]
        ]
    )


def _said(part: Share | None) -> str:
    return share(part.n, part.of) if part and part.of else "No answers"


def each(rows: Sequence[Compared]) -> None:
    """Each action with what the answers say, what people said when it was closed, and what makes it hard to compare."""
    st.header("Action by action", anchor=False)
    for row in rows:
        one = row.comparison
        with st.container(border=True, key=f"cell-compared-{row.line.action_id}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                parts.link(row.line)
                if one is not None and one.comparable and one.direction is not Direction.UNKNOWN:
                    better = one.direction is Direction.BETTER
                    st.badge(DIRECTIONS[one.direction], color="green" if better else "gray")
                st.badge("Still open" if row.line.still_open else "Nothing left to do", color="gray")
            st.text(row.line.text)
            st.text(one.sentence if one else _only_words(row))
            for caution in one.cautions if one else ():
                st.caption(plain(f"Take care: {caution}"))
            if row.line.difference:
                st.caption(plain(f"Said when it was closed ({DIRECTIONS[row.line.direction].lower()})"))
                st.text(row.line.difference)


def _only_words(row: Compared) -> str:
    if row.measure:
        return f"No question shows it; what was to show it: {row.measure}"
    return "The question that was to show it is not in the earlier questionnaire."
