"""Signing on the screen: where the terms stand, the button to sign, earlier versions, and taking the terms back."""

import streamlit as st

from maap.domain.people import Permission
from maap.domain.sentences import verb
from maap.domain.signing import LONGEST_REASON, SigningState
from maap.ui import frame
from maap.ui.terms import paper
from maap.ui.words import count, day
from maap.views.terms import Document, Signing, Version

SIGN, TAKE_BACK, WHY = "terms-sign", "terms-take-back", "terms-take-back-why"


def version(audit_id: int) -> int:
    """The version that was read when it was signed."""
    return int(st.session_state.get(f"{SIGN}-read/{audit_id}", 0))


def reason(audit_id: int) -> str:
    """Why the terms are taken back, as it was typed."""
    return str(st.session_state.get(f"{WHY}/{audit_id}", ""))


def standing(page: Signing, document: Document) -> None:
    """Where the terms stand, in a sentence, and what the reader is asked to do."""
    number, has = document.version, verb(document.has_signed, "has", "have")
    so_far = f"{document.has_signed} of {len(document.signatures)} {has} signed"
    if page.state is SigningState.SIGNED:
        st.success(f"Version {number} is signed by everybody named.", icon=":material/verified:")
    elif page.state is SigningState.ASKED:
        st.info(f"Version {number} is out for signature. {so_far}.", icon=":material/signature:")
    elif number < page.seat.audit.terms_version:
        st.info(f"A new version is being written. You are reading version {number}, which it will replace.")
    else:
        st.info(
            f"Version {number} is still being written. Nobody has been asked to sign it yet.", icon=":material/edit:"
        )
    if page.reason:
        st.text(f"Why there will be a new version: {page.reason}")
    if page.mine_to_sign:
        st.text("You are asked to sign these terms. Read them, then sign at the end of this page.")


def sign_here(page: Signing, document: Document) -> None:
    """The signatures, and the button for somebody who is asked for theirs."""
    if document.signatures:
        paper.signatures(document.signatures)
    if page.mine_to_sign:
        st.text("By signing you agree to these terms in your own name. The date and time are recorded.")
        st.session_state[f"{SIGN}-read/{page.seat.id}"] = document.version
        st.button("I sign these terms", key=SIGN, type="primary")


def versions(found: tuple[Version, ...]) -> None:
    """Every version that was put up for signature, the newest first, with what changed."""
    if not found:
        return
    st.subheader("Versions")
    for one in found:
        with st.expander(f"Version {one.number}, {day(one.made_at)}"):
            _version(one)


def _version(one: Version) -> None:
    st.text(f"Put up for signature by {one.made_by}.")
    if one.reason:
        st.text(f"Why: {one.reason}")
    if one.differences:
        st.text(f"{count(len(one.differences), 'change')} since the version before:")
        paper.differences(one.differences)
    else:
        st.text("The first version." if one.number == 1 else "Nothing is different from the version before.")


def take_back(page: Signing) -> None:
    """The form with which a coordinator takes the terms back."""
    if not page.may_take_back:
        return
    with st.expander("Change these terms", expanded=frame.pressed(TAKE_BACK)):
        st.text(
            "The terms go back to being written, as a new version. Signatures on this version no longer count: "
            "everybody named is asked to sign again. Answers that agencies gave stand."
        )
        with st.form(f"{TAKE_BACK}-form", border=False, enter_to_submit=False):
            why = f"{WHY}/{page.seat.id}"
            st.text_area("What has to change, and why", key=why, max_chars=LONGEST_REASON, height=100)
            st.form_submit_button("Take the terms back", key=TAKE_BACK)


def write_on(page: Signing) -> None:
    """The way to the pages on which a draft is written, for those who write it."""
    if page.state is SigningState.WRITING and page.seat.may(Permission.WRITE_TERMS):
        frame.link("terms/write", "Go on writing", icon=":material/edit:", audit=page.seat.id)
