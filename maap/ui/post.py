"""The post on the screen: how letters stand, and what they say."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from maap.domain.fitting import BadForm, fit
from maap.domain.invitations import Wording
from maap.domain.letters import FIELDS, LetterText, preview
from maap.domain.posting import PostState
from maap.ui import catalogue
from maap.ui.words import count, moment, plain, stamp
from maap.usecases.post import LABELS
from maap.views.post import LetterRow, Outbox, TextRow

_NAMES = {PostState.WAITING: "Waiting", PostState.SENT: "Sent", PostState.GIVEN_UP: "Given up"}


def state() -> PostState:
    """Which letters are looked at."""
    return PostState(st.session_state.get("post/state") or PostState.WAITING)


def standing(page: Outbox) -> None:
    """How many letters wait, went out, and were given up; whether they go out by themselves."""
    if not page.is_carried:
        st.info(
            "No mail server is set up here, so letters wait and reach nobody. "
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
    _listed(page.letters, shown)


def _listed(letters: tuple[LetterRow, ...], shown: PostState) -> None:
    """As a table; what has become of them only where something has."""
    rows = [{"Written": stamp(one.written_at), "Subject": one.subject, "To": one.name} for one in letters]
    if any(one.tries for one in letters):
        for row, one in zip(rows, letters, strict=True):
            row |= {"Tries": str(one.tries), "What came of it": one.outcome}
            if shown is PostState.WAITING:
                row["Next try"] = stamp(one.next_at)
    columns = {
        "Written": st.column_config.TextColumn(width=135),
        "Subject": st.column_config.TextColumn(width="large"),
        "To": st.column_config.TextColumn(width=140),
    }
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config=columns,
        height=min(35 * (len(rows) + 1) + 2, 560),
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
    writing, seeing = st.columns(2, gap="large")
    with writing:
        with st.form(f"letter-form-{row.key}", border=False):
            st.text_input("Subject", key=sheet.key("subject"), max_chars=200)
            st.text_area("Text", key=sheet.key("body"), max_chars=5000, height=380)
            st.form_submit_button("See it before it is saved", key=f"letter-look/{row.key}")
            catalogue.save_button(sheet, "Save this letter")
        catalogue.undo_button(sheet)
        st.caption("These are filled in:")
        st.markdown("\n".join(f"- `{{{name}}}` {FIELDS[name]}" for name in row.fields))
    with seeing:
        st.subheader("As it arrives, with made-up facts", anchor=False)
        _previews(row, sheet.typed())


def _previews(row: TextRow, typed: Mapping[str, str]) -> None:
    """What is typed as a letter, before it is saved; both ways where the day that it names may not be set."""
    try:
        text = fit(LetterText, {"key": row.key, "name": row.name, **typed}, LABELS)
    except BadForm as bad:
        st.error(plain(" ".join(bad.sentences.values())), icon=":material/error:")
        return
    _previewed(preview(text))
    if row.may_lack_its_day:
        st.markdown("**The same while the day is not set**")
        _previewed(preview(text, is_dated=False))


def _previewed(letter: Wording) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(letter.subject)}**")
        st.text(letter.body)
