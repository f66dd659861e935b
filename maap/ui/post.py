"""The post on the screen: how letters stand, and what they say."""

import pandas as pd
import streamlit as st

from maap.domain.invitations import Wording
from maap.domain.letters import FIELDS, preview
from maap.domain.posting import PostState
from maap.ui import catalogue
from maap.ui.words import count, moment, plain
from maap.views.post import LetterRow, Outbox, TextRow

_NAMES = {PostState.WAITING: "Waiting", PostState.SENT: "Sent", PostState.GIVEN_UP: "Given up"}


def state() -> PostState:
    """Which letters are looked at."""
    return PostState(st.session_state.get("post/state") or PostState.WAITING)


def standing(page: Outbox) -> None:
    """How many letters wait, went out, and were given up; whether they go out by themselves."""
    if not page.is_carried:
        st.info(
            "No mail server is set up here, so letters wait until somebody copies them. "
            "The administrator’s guide says how to set one up.",
            icon=":material/outgoing_mail:",
        )
    st.segmented_control(
        "Letters",
        list(_NAMES),
        default=PostState.WAITING,
        format_func=lambda one: f"{_NAMES[one]}: {page.counts.get(one, 0)}",
        key="post/state",
        required=True,
    )


def letters(page: Outbox, shown: PostState) -> None:
    """The newest letters in this state."""
    if not page.letters:
        st.text(
            {
                PostState.WAITING: "No letter waits.",
                PostState.SENT: "No letter has been sent yet.",
                PostState.GIVEN_UP: "No letter was given up.",
            }[shown]
        )
        return
    if shown is PostState.GIVEN_UP:
        for letter in page.letters[:20]:
            _given_up(letter)
        return
    rows = [
        {
            "Written": moment(letter.written_at),
            "To": letter.name,
            "Subject": letter.subject,
            "Tried": letter.tries,
            "What came of it": letter.outcome,
            "Next try": moment(letter.next_at),
        }
        for letter in page.letters
    ]
    table = pd.DataFrame(rows)
    st.dataframe(
        table.drop(columns="Next try") if shown is PostState.SENT else table,
        hide_index=True,
        alt=f"{count(len(rows), 'letter')}, the newest first",
        key=f"post-letters-{shown}",
    )


def _given_up(letter: LetterRow) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(letter.subject)}**  \nTo {plain(letter.name)}, written {moment(letter.written_at)}. "
            f"{plain(letter.outcome)}"
        )
        st.button("Try again", key=f"letter-again/{letter.id}", icon=":material/refresh:")


def text_form(texts: tuple[TextRow, ...]) -> None:
    """What one kind of letter says, to be changed."""
    names = {number: row.name for number, row in enumerate(texts)}
    chosen = catalogue.chosen("letter", names, "Letter to change", "Choose a letter")
    if chosen is None:
        return
    row = texts[chosen]
    st.caption(
        f"Somebody copies this text on the page {row.copied_on}."
        if row.copied_on
        else "This letter is written by itself, and goes out with the post."
    )
    sheet = catalogue.show("letter", row.key, row.revision, {"subject": row.subject, "body": row.body})
    with st.form(f"letter-form-{row.key}", border=False):
        st.text_input("Subject", key=sheet.key("subject"), max_chars=200)
        st.text_area("Text", key=sheet.key("body"), max_chars=5000, height=300)
        st.caption("Filled in: " + ", ".join("{" + name + "} " + FIELDS[name] for name in row.fields))
        catalogue.save_button(sheet, "Save this letter")
    catalogue.undo_button(sheet)
    with st.expander("See it with made-up facts", expanded=True):
        _previewed(preview(row.key, row.subject, row.body))
        if row.may_lack_its_day:
            st.markdown("**The same while the day is not set**")
            _previewed(preview(row.key, row.subject, row.body, is_dated=False))


def _previewed(letter: Wording) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(letter.subject)}**")
        st.text(letter.body)
