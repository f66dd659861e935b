"""What happened to one record, as a list: the way to it from the record, and the page itself."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from maap.domain.problems import Problem
from maap.ui import frame
from maap.ui.trail import columns, said
from maap.ui.words import count, stamp
from maap.views.timeline import (
    Deed,
    action_timeline,
    case_timeline,
    edition_timeline,
    finding_timeline,
    questionnaire_timeline,
    return_timeline,
)

View = Callable[..., tuple[Deed, ...]]
"""Takes the session, the actor, the audit and the record."""
KINDS: dict[str, tuple[str, View]] = {
    "return": ("this return", return_timeline),
    "case": ("this case", case_timeline),
    "finding": ("this finding", finding_timeline),
    "action": ("this action", action_timeline),
    "edition": ("this document", edition_timeline),
    "questionnaire": ("this questionnaire", questionnaire_timeline),
}
"""What a timeline may be of: how a sentence calls it, and the view that gives it."""

_PLACES: dict[str, tuple[str, str]] = {
    "return": ("fieldwork/check", "return"),
    "case": ("panel/cases", "case"),
    "finding": ("themes/finding", "finding"),
    "action": ("actions/action", "action"),
    "edition": ("briefings/documents", ""),
    "questionnaire": ("questionnaires/design", "questionnaire"),
}
"""Where each of them is read, and how its page calls the record."""


def way(kind: str, number: int, audit_id: int = 0) -> None:
    """The link from a record to its timeline."""
    query = {"audit": audit_id} if audit_id else {}
    frame.link("audits/record", f"What happened to {KINDS[kind][0]}", ":material/history:", of=kind, id=number, **query)


def ways(kind: str, records: Mapping[int, str], audit_id: int) -> None:
    """The links from several records, by what each is called."""
    if not records:
        return
    with st.expander("What happened to each", icon=":material/history:"):
        for number, name in records.items():
            frame.link("audits/record", name, of=kind, id=number, audit=audit_id)


def asked() -> tuple[str, int, int]:
    """The kind, the record's number and its audit from the address. Raises Problem for what is none."""
    kind, number = st.query_params.get("of", ""), st.query_params.get("id", "")
    if kind not in KINDS or not number.isascii() or not number.isdigit() or len(number) > 9:
        raise Problem("There is no such record here. Go back to your work page and choose from what is listed.")
    audit = st.query_params.get("audit", "")
    return kind, int(number), int(audit) if audit.isascii() and audit.isdigit() and len(audit) <= 9 else 0


def back(kind: str, number: int, audit_id: int) -> None:
    """The way back to the record."""
    script, name = _PLACES[kind]
    query = ({"audit": audit_id} if audit_id else {}) | ({name: number} if name else {})
    frame.link(script, f"Back to {KINDS[kind][0]}", ":material/arrow_back:", **query)


def draw(kind: str, deeds: tuple[Deed, ...]) -> None:
    """The list, the latest first."""
    frame.title("What happened")
    st.text(f"Who did what to {KINDS[kind][0]}, and when. It holds no answers, and no line can be altered unseen.")
    if not deeds:
        st.info("Nothing has been done to it yet.", icon=":material/history:")
        return
    rows = [
        {
            "When": stamp(deed.at),
            "Did what": deed.deed[:1].upper() + deed.deed[1:],
            "Who": deed.who or (f"Somebody of {deed.agency}" if deed.agency else "The partnership’s team"),
            "Acting as": deed.capacity,
            "About": said(deed.detail),
        }
        for deed in deeds
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config=columns(),
        height=35 * (min(len(rows), 30) + 1) + 2,
        alt=f"{count(len(rows), 'line')} about {KINDS[kind][0]}, the latest first",
        key="record-lines",
    )
