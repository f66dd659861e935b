"""Retention on the screen: the rules, what is kept until when, and the certificates."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from maap.domain.retention import KEPT, LABELS, REMOVED, Rules
from maap.ui import catalogue
from maap.ui.words import count, day, moment, plain
from maap.views.retention import Certificate, Kept, Retention


def explained() -> None:
    """What goes and what stays."""
    st.markdown(f"**What goes:** {REMOVED}.  \n**What stays:** {KEPT}.")


def rules_form(page: Retention) -> None:
    """How long what is kept."""
    sheet = catalogue.show("retention", "default", page.revision, page.rules.model_dump())
    with st.form("retention-form", border=False):
        for name in Rules.model_fields:
            st.number_input(LABELS[name], min_value=1, max_value=600, step=1, key=sheet.key(name))
        catalogue.save_button(sheet, "Save the rules")
    catalogue.undo_button(sheet)


def audits(rows: Sequence[Kept]) -> None:
    """Each closed audit: until when its words are kept, and what can be done."""
    if not rows:
        st.text("No audit is closed yet, so nothing has to be removed.")
    for row in rows:
        with st.container(border=True):
            st.markdown(f"**{plain(row.reference)} {plain(row.title)}**  \n{_standing(row)}")
            if row.would_go:
                with st.expander("What would go"):
                    st.text("\n".join(_lines(row.would_go)))
            with st.container(horizontal=True, vertical_alignment="bottom"):
                _buttons(row)


def _standing(row: Kept) -> str:
    if not row.would_go:
        return "Nothing of it is left to remove."
    if row.held:
        return f"On hold: {plain(row.held)}"
    if row.due is None:
        return "Kept: an action of it is still open."
    return f"Its time came on {day(row.due)}." if row.is_due else f"Kept until {day(row.due)}."


def _buttons(row: Kept) -> None:
    if row.held:
        st.button("Lift the hold", key=f"hold-lift/{row.audit_id}")
        return
    if row.is_due and row.would_go:
        with st.popover("Remove its words", icon=":material/delete:"):
            st.text(
                "This cannot be undone. Older backups keep the words for up to a year. A certificate says what went."
            )
            st.button("Remove them now", key=f"words-remove/{row.audit_id}", type="primary")
    if row.would_go:
        with st.popover("Put on hold", icon=":material/pan_tool:"):
            st.text_input("Why: a review, a court, a request", key=f"hold-why/{row.audit_id}", max_chars=300)
            st.button("Put it on hold", key=f"hold-place/{row.audit_id}", type="primary")


def _lines(kinds: Mapping[str, int]) -> list[str]:
    return [f"{n:,} {kind}" for kind, n in kinds.items()]


def why(audit_id: str) -> str:
    """The reason that was typed for a hold."""
    return str(st.session_state.get(f"hold-why/{audit_id}") or "")


def certificates(rows: Sequence[Certificate]) -> None:
    """What was removed, and when."""
    if not rows:
        st.text("Nothing has been removed yet.")
        return
    table = [
        {"Audit": row.reference, "Removed": moment(row.removed_at), "What": ", ".join(_lines(row.removed))}
        for row in rows
    ]
    st.dataframe(
        pd.DataFrame(table), hide_index=True, alt=f"{count(len(rows), 'certificate')} of removal", key="certificates"
    )
