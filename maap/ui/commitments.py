"""An agency's commitment, and everybody's for those who chase."""

from typing import Any

import pandas as pd
import streamlit as st

from maap.domain.commitment import IN_WORDS, LONGEST_REASON, Commitment
from maap.ui import beside, frame
from maap.ui.words import count, day, moment, plain
from maap.views.agencies import AgencyRow, Commitments, OwnCommitment


def answered(page: OwnCommitment) -> None:
    """What the agency has answered so far, and what follows from it."""
    by = f" {page.answered_by} answered on {moment(page.answered_at)}." if page.answered_at else ""
    if page.answer is Commitment.COMMITTED:
        st.success(plain(f"{page.agency} has committed to the procedures.{by}"), icon=":material/handshake:")
    elif page.answer is Commitment.DECLINED:
        st.warning(plain(f"{page.agency} has declined.{by}"), icon=":material/block:")
        st.text(f"The reason given: {page.reason}")
    elif page.may_answer:
        opens = f" Returns open on {day(page.returns_open)}." if page.returns_open else ""
        st.text(f"Does {page.agency} take part in this audit? Please read the procedures below, then answer.{opens}")
    else:
        st.info("Your agency can answer from the day the terms of reference are signed until the returns are closed.")


def about_the_audit(page: OwnCommitment) -> None:
    """What a lead needs to know before answering, from the terms of reference."""
    st.header("What we are asked to do", anchor=False)
    facts = {"Your agency's part": page.remit, **page.summary}
    if page.returns_due:
        facts["Returns due"] = day(page.returns_due)
    for label, words in facts.items():
        if words:
            left, right = st.columns([1, 3], gap="small")
            left.markdown(f"**{label}**")
            right.text(words)
    frame.link("terms/agree", "Read the whole terms of reference", ":material/description:", audit=page.head.audit_id)


def procedures(page: OwnCommitment) -> None:
    """The procedures as headings and paragraphs. They are edited on a page, so nothing in them is run as Markdown."""
    if page.answer is Commitment.COMMITTED:
        with st.expander("The procedures"):
            _procedures(page.procedures)
    else:
        st.header("The procedures", anchor=False)
        with st.container(border=True, key="procedures"):
            _procedures(page.procedures)


def _procedures(text: str) -> None:
    for line in text.split("\n"):
        words = line.strip()
        if words.startswith("## "):
            st.subheader(plain(words.removeprefix("## ")), anchor=False)
        elif words and not words.startswith("# "):
            st.text(words)


def _reason_key(audit_id: int) -> str:
    return f"declining/{audit_id}/reason"


def _auditors_key(audit_id: int, revision: int) -> str:
    return f"auditors/{audit_id}/{revision}"


def reason_typed(audit_id: int) -> str:
    """What stands in the field for the reason."""
    return str(st.session_state.get(_reason_key(audit_id), ""))


def auditors_picked(audit_id: int, revision: int) -> list[int]:
    """Whom the person picked as auditors."""
    picked: list[Any] = st.session_state.get(_auditors_key(audit_id, revision), [])
    return [int(one) for one in picked]


def declining(page: OwnCommitment) -> None:
    """The way out, with its reason."""
    changing = page.answer is Commitment.COMMITTED
    label = "We can no longer take part" if changing else "We cannot take part"
    with st.expander(label), st.form(f"decline-form-{page.head.audit_id}", border=False):
        st.text_area(
            "Why can your agency not take part?",
            key=_reason_key(page.head.audit_id),
            max_chars=LONGEST_REASON,
            help="The coordinator and the chair read this. Write nothing about a child, an adult or a family.",
        )
        beside.here("decline")
        st.form_submit_button("Decline for our agency", key=f"decline-now/{page.revision}")


def auditors(page: OwnCommitment) -> None:
    """Who audits for the agency."""
    st.header("Our auditors", anchor=False)
    if not page.candidates:
        st.text("Nobody in your agency is set up as an auditor yet. Ask the coordinator to invite them.")
        return
    names = {one.id: one.name for one in page.candidates}
    with st.form(f"auditors-form-{page.head.audit_id}"):
        st.multiselect(
            "Who audits for your agency?",
            list(names),
            default=[one.id for one in page.candidates if one.named],
            format_func=names.__getitem__,
            key=_auditors_key(page.head.audit_id, page.revision),
            placeholder="Choose one or more people",
            help="Choose people who did not hold the cases. If somebody is missing, ask the coordinator.",
        )
        beside.here("auditors")
        st.form_submit_button("Save our auditors", key=f"name-auditors/{page.revision}", type="primary")
    if page.auditors:
        st.caption("If you take somebody off, the returns they have not handed in go back to your agency's list.")


def summary(page: Commitments) -> str:
    """Everybody's answers in a sentence."""
    n = len(page.agencies)
    committed, declined = page.how_many(Commitment.COMMITTED), page.how_many(Commitment.DECLINED)
    said = f"{committed} of {count(n, 'agency', 'agencies')} {'has' if n == 1 else 'have'} committed"
    parts = [said, *([f"{declined} declined"] if declined else [])]
    silent = page.how_many(Commitment.ASKED)
    return ", ".join([*parts, *([f"{silent} still to answer"] if silent else [])]) + "."


def table(page: Commitments) -> None:
    """Every agency with its lead, its answer and its auditors."""
    rows = [
        {
            "Agency": row.agency,
            "Answer": IN_WORDS[row.answer],
            "Answered": f"{day(row.answered_at)}, {row.answered_by}" if row.answered_at else "",
            "Lead": row.lead,
            "Auditors": ", ".join(row.auditors),
            "Part in the audit": row.remit,
        }
        for row in page.agencies
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=summary(page), height="content" if len(rows) < 25 else 600)


def declined(rows: tuple[AgencyRow, ...]) -> None:
    """The reasons of those who cannot take part."""
    if not rows:
        return
    st.header("Why agencies declined", anchor=False)
    for row in rows:
        with st.container(border=True):
            st.text(f"{row.agency} · {row.answered_by} · {day(row.answered_at)}")
            st.text(row.reason)


def reminders(page: Commitments) -> None:
    """A ready-made letter for each agency that something is awaited from, to change and to copy."""
    if not page.awaited:
        return
    st.header("Reminders to send", anchor=False)
    awaited = {row.agency_id: row for row in page.awaited}
    chosen = st.selectbox(
        "Write to",
        list(awaited),
        format_func=lambda one: f"{awaited[one].agency}: {_awaited(awaited[one])}",
        key=f"remind/{page.head.audit_id}",
    )
    row = awaited[chosen]
    if row.reminder:
        key = f"{page.head.audit_id}/{row.agency_id}/{row.answer}"
        st.text_input("Subject", value=row.reminder.subject, key=f"subject/{key}")
        st.text_area(
            "Letter",
            value=row.reminder.body,
            height=320,
            key=f"letter/{key}",
            help="Change it as you like, then copy it into your own mail. It is not sent or kept from here. "
            "An administrator can reword it for every audit on “Post”.",
        )


def _awaited(row: AgencyRow) -> str:
    return "no answer yet" if row.answer is Commitment.ASKED else "no auditors named yet"
