"""The tracker on the screen: what to look at, a list, a board by status, a table, and the files to take away."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from maap.domain.actions import IN_WORDS, IS_DONE, Status
from maap.ui.actions import parts
from maap.ui.rooms import BY_SCRIPT
from maap.ui.words import count, plain
from maap.views.action_lines import days_late
from maap.views.tracker import Filters, Only, TrackedAction, Tracker

EVERY_AUDIT, EVERY_AGENCY, EVERY_THEME = "All audits", "All agencies", "All themes"
ONLY: Mapping[str, Only] = MappingProxyType(
    {
        "All actions": Only.ALL,
        "Overdue": Only.OVERDUE,
        "Waiting to be confirmed": Only.WAITING,
        "Done without evidence that it helped": Only.NO_IMPACT,
        "Done, something left to do": Only.STILL_OPEN,
        "Not started": Only.NOT_STARTED,
        "On track": Only.ON_TRACK,
        "At risk": Only.AT_RISK,
        "Done": Only.DONE,
        "Closed without being done": Only.WITHOUT,
    }
)
LIST, BOARD, TABLE = "List", "Board", "Table"
MOST_CARDS = 60
"""More cards than these make a page slow; the table and the files hold every action."""
_COLUMNS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("Not started", (Status.NOT_STARTED,)),
    ("Under way", (Status.ON_TRACK, Status.AT_RISK)),
    ("Done", (Status.DONE,)),
    ("Done, and it helped", (Status.DONE_WITH_IMPACT,)),
)


def filters(known: Tracker) -> Filters:
    """The choices that live in the address, so that a view can be sent. Choices of one are left out."""
    audits = {name: audit_id for audit_id, name in known.audits.items()}
    agencies = {name: agency_id for agency_id, name in known.agencies.items()}
    themes = {name: theme_id for theme_id, name in known.themes.items()}
    with st.container(horizontal=True, key="filters"):
        only = st.selectbox("Show", list(ONLY), key="show", bind="query-params", width=270)
        audit = _choice("Audit", "of", EVERY_AUDIT, list(audits), 280)
        agency = _choice("Agency", "agency", EVERY_AGENCY, list(agencies), 200)
        theme = _choice("Theme", "theme", EVERY_THEME, list(themes), 240)
    return Filters(audits.get(audit), agencies.get(agency), themes.get(theme), ONLY.get(only, Only.ALL))


def _choice(label: str, key: str, every: str, names: list[str], width: int) -> str:
    if len(names) < 2:
        return every
    return st.selectbox(label, [every, *names], key=key, bind="query-params", width=width)


def standing(page: Tracker) -> None:
    """How many actions are where, overdue first."""
    if not page.rows:
        return
    done = page.how_many(*IS_DONE)
    with st.container(horizontal=True, key="figures"):
        st.metric("Overdue", str(page.overdue), border=True)
        st.metric("Waiting to be confirmed", str(page.waiting), border=True)
        st.metric("Done", f"{done} of {len(page.rows)}", border=True)
        st.metric("Done, and it helped", str(page.how_many(Status.DONE_WITH_IMPACT)), border=True)


def actions(page: Tracker, chosen: Filters, today: date) -> None:
    """The actions as the reader likes to see them."""
    if not page.rows:
        st.info(
            "No action fits. Choose “All actions” to see more."
            if chosen != Filters()
            else "There are no actions yet. They appear here once an audit's report is being written.",
            icon=":material/checklist:",
        )
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        look = st.segmented_control(
            "Show them as", [LIST, BOARD, TABLE], default=LIST, required=True, key="look", label_visibility="collapsed"
        )
        _files(chosen)
    if look == TABLE:
        _table(page, today)
    elif look == BOARD:
        _board(page, today)
    else:
        _list(page, today)


def _files(chosen: Filters) -> None:
    asked = {
        "audit": chosen.audit_id or "",
        "agency": chosen.agency_id or "",
        "theme": chosen.theme_id or "",
        "show": chosen.only.value,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    links = " · ".join(
        f'<a href="/files/actions.{ending}{"?" + query if query else ""}" target="_blank">{label}</a>'
        for ending, label in (("xlsx", "Excel"), ("csv", "CSV"))
    ).replace("&", "&amp;")
    st.html(f"Download: {links}", width="content")


def _list(page: Tracker, today: date) -> None:
    late = [row for row in page.rows if row.line.overdue]
    others = [row for row in page.rows if not row.line.overdue]
    for title, rows in (("Overdue", late), ("Everything else" if late else "", others)):
        if rows and title:
            st.header(f"{title} ({len(rows)})", anchor=False)
        for row in rows[:MOST_CARDS]:
            parts.card(row.line, today, f"{row.reference} {row.title}")
        _more(len(rows))


def _more(n: int) -> None:
    if n > MOST_CARDS:
        st.caption(f"The first {MOST_CARDS} of {n} are shown. Choose an audit or an agency, or look at the table.")


def _board(page: Tracker, today: date) -> None:
    """A column for each step. Those that were given up stand beneath, out of the way."""
    for column, (title, statuses) in zip(st.columns(len(_COLUMNS), gap="small"), _COLUMNS, strict=True):
        rows = [row for row in page.rows if row.line.status in statuses]
        with column:
            st.subheader(f"{title} ({len(rows)})", anchor=False)
            for row in rows[:MOST_CARDS]:
                _tile(row, today)
            _more(len(rows))
    given_up = [row for row in page.rows if row.line.status is Status.CLOSED_WITHOUT]
    if given_up:
        with st.expander(count(len(given_up), "action was", "actions were") + " closed without being done"):
            for row in given_up[:MOST_CARDS]:
                _tile(row, today)


def _tile(row: TrackedAction, today: date) -> None:
    line = row.line
    with st.container(border=True, key=f"cell-tile-{line.action_id}", gap="small"):
        parts.link(line)
        if line.overdue or line.waiting or line.status is Status.AT_RISK:
            parts.badges(line, today)
        st.text(line.text)
        st.caption(plain(f"{row.reference} · {parts.facts(line)}"))


def _table(page: Tracker, today: date) -> None:
    rows = [
        {
            "Open": f"/{BY_SCRIPT['actions/action'].url}?audit={row.line.audit_id}&action={row.line.action_id}",
            "Due": row.line.due,
            "Days overdue": days_late(row.line, today) or None,
            "Status": IN_WORDS[row.line.status],
            "Action": row.line.text,
            "Agency": row.line.agency,
            "Owner": row.line.owner_role,
            "Audit": row.reference,
            "What came of it": parts.outcome(row.line),
            "Evidence": row.line.evidence,
        }
        for row in page.rows
    ]
    columns = {
        "Open": st.column_config.LinkColumn(display_text="Open", width=70),
        "Due": st.column_config.DateColumn(format="D MMM YYYY", width=110),
        "Action": st.column_config.TextColumn(width=360),
    }
    said = f"{count(len(rows), 'action')}, overdue first"
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config=columns,
        alt=said,
        height="content" if len(rows) < 20 else 700,
    )
