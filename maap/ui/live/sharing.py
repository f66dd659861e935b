"""The parts of the page on which figures are shared: a snapshot, its approval, its links and its files."""

import pandas as pd
import streamlit as st

from maap.domain.people import Actor, Permission
from maap.domain.sentences import counted
from maap.domain.shared import DAYS, FEWEST_NEW_AGENCIES, FEWEST_NEW_CASES, FILES, RULE, SharedBody, TileKey
from maap.reports.shared_document import chart
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.people import origin
from maap.ui.words import day, moment
from maap.usecases.sharing import (
    approve_snapshot,
    make_share_link,
    revoke_share_link,
    take_snapshot,
    withdraw_snapshot,
)
from maap.views.sharing import LinkLine, SharingPage, Snapshot

_MADE = "sharing/made"
_COLOURS = {"open": "green", "revoked": "gray", "expired": "gray"}


def handle(actor: Actor, audit_id: int) -> None:
    """Take, approve or withdraw a snapshot; make or revoke a link."""
    if frame.pressed("take-snapshot"):
        tiles = [tile for tile in TileKey if frame.fields("share-tile").get(str(tile))]
        with beside.deed("take-snapshot", "The snapshot is taken. Now a second person looks at it."), work() as session:
            take_snapshot(session, actor, audit_id, tiles)
    if (target := frame.pressed_one("approve-snapshot")) is not None:
        snapshot, _, seen = target.partition("-")
        with beside.deed("approve-snapshot", "The snapshot may go out."), work() as session:
            approve_snapshot(session, actor, audit_id, int(snapshot), int(seen))
    if (target := frame.pressed_one("withdraw-snapshot")) is not None:
        with beside.deed("withdraw-snapshot", "The snapshot is withdrawn."), work() as session:
            withdraw_snapshot(session, actor, audit_id, int(target))
    _handle_links(actor, audit_id)


def _handle_links(actor: Actor, audit_id: int) -> None:
    if (target := frame.pressed_one("make-share-link")) is not None:
        days = int(frame.fields("share-link").get("days") or 0)
        with beside.deed("make-share-link", "The link is made."):
            with work() as session:
                token = make_share_link(session, actor, audit_id, int(target), days)
            st.session_state[_MADE] = (audit_id, token)
    if (target := frame.pressed_one("revoke-share-link")) is not None:
        with beside.deed("revoke-share-link", "The link does not work any more."), work() as session:
            revoke_share_link(session, actor, audit_id, int(target))
    if frame.pressed("share-link-handed-on"):
        st.session_state.pop(_MADE, None)


def draw(page: SharingPage, actor: Actor) -> None:
    """What is out, what waits, and what may be taken next."""
    frame.audit_head(page.head, "Share")
    st.text("What people outside the partnership may read: frozen figures, rounded so that no child can be told.")
    with st.expander("How figures are protected"):
        st.text(RULE)
    may_share = page.head.may(Permission.SHARE_FIGURES)
    if page.waiting:
        _waiting(page, page.waiting, actor, may_share)
    if page.out:
        _out(page, page.out, may_share)
    elif not page.waiting:
        st.info(_nothing_out(page, may_share), icon=":material/lock:")
    if may_share:
        _next(page)


def _nothing_out(page: SharingPage, may_share: bool) -> str:
    """Why the page is empty, and what can be done about it."""
    if not page.first:
        return "Nothing of this audit is shared now: what was shared has been withdrawn, and its links have ended."
    if not page.closed_and_first:
        return "Nothing of this audit has been shared yet."
    who = "Take one below" if may_share else "Ask the coordinator to take one"
    return (
        "This audit closed without anything of it being shared. Its figures no longer change, so a first snapshot may "
        f"be taken at any time. {who}; a second person then approves it, and after that it can go out through links."
    )


def _waiting(page: SharingPage, one: Snapshot, actor: Actor, may_share: bool) -> None:
    st.header("Waits for approval", anchor=False)
    st.text(f"Taken by {one.taken_by} on {moment(one.taken_at)}.")
    if page.changes:
        st.subheader("What differs from what is out", anchor=False)
        st.dataframe(
            pd.DataFrame(page.changes, columns=["Where", "Column", "Was", "Is"]), hide_index=True, width="stretch"
        )
    elif page.out:
        st.text("It shows the same figures as the snapshot that is out.")
    _tiles(one.body)
    beside.here("approve-snapshot")
    beside.here("withdraw-snapshot")
    with st.container(horizontal=True):
        if one.taken_by_id == actor.person_id:
            st.text("A second person must approve it: the chair, or another coordinator.")
        else:
            st.button("Approve: it may go out", key=f"approve-snapshot/{one.id}-{one.revision}", type="primary")
        if may_share:
            st.button("Throw it away", key=f"withdraw-snapshot/{one.id}", type="tertiary")


def _out(page: SharingPage, one: Snapshot, may_share: bool) -> None:
    st.header("Shared now", anchor=False)
    if one.approved_at:
        st.text(f"As at {moment(one.taken_at)}. Approved by {one.approved_by} on {day(one.approved_at)}.")
    _tiles(one.body)
    _files(page, one.body)
    if may_share:
        _links(page, one)
        beside.here("withdraw-snapshot")
        st.button("Stop sharing it", key=f"withdraw-snapshot/{one.id}", type="tertiary")


def _tiles(body: SharedBody) -> None:
    for tile in body.tiles:
        with st.container(border=True, key=f"shared-tile-{tile.name}"):
            st.subheader(tile.title, anchor=False)
            st.text(tile.sentence)
            if tile.tells:
                st.dataframe(pd.DataFrame(list(tile.table), columns=list(tile.head)), hide_index=True, width="stretch")


def _files(page: SharingPage, body: SharedBody) -> None:
    st.subheader("Take it away", anchor=False)
    with st.container(horizontal=True):
        for name, words in FILES:
            st.link_button(words, f"/files/audits/{page.head.audit_id}/shared/{name}", type="secondary")
        for tile in (one for one in body.tiles if chart(one)):
            for ending in ("svg", "png"):
                st.link_button(
                    f"Chart of {tile.key} as {ending.upper()}",
                    f"/files/audits/{page.head.audit_id}/shared/{tile.name}.{ending}",
                    type="tertiary",
                )


def _links(page: SharingPage, one: Snapshot) -> None:
    st.subheader("Links", anchor=False)
    st.text("A link opens the page without sign-in until it runs out or you revoke it.")
    beside.here("make-share-link")
    audit_id, token = st.session_state.get(_MADE, (0, ""))
    if audit_id == page.head.audit_id:
        with st.container(border=True, key="share-link-made"):
            st.text("Hand this on now: it is shown only here.")
            st.code(f"{origin()}/shared/{token}", language=None, wrap_lines=True)
            st.button("I have handed it on", key="share-link-handed-on")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("It works for", DAYS, index=1, format_func=lambda n: f"{n} days", key="share-link/days", width=170)
        st.button("Make a link", key=f"make-share-link/{one.id}")
    beside.here("revoke-share-link")
    for line in page.links:
        _link(line)


def _link(line: LinkLine) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"cell-share-{line.id}"):
        st.badge(line.state.capitalize(), color=_COLOURS[line.state])  # type: ignore[arg-type]
        seen = counted(line.views, "time")
        st.text(f"Made on {day(line.made_at)}, until {day(line.expires_at)}. Opened {seen}.")
        if line.state == "open":
            st.button("Revoke", key=f"revoke-share-link/{line.id}", type="tertiary")


def _next(page: SharingPage) -> None:
    st.header("Take a new snapshot", anchor=False)
    cases, agencies = page.new
    since = "So far" if page.first else "New since the last one"
    st.text(
        "The audit is closed and this is its first snapshot, so it can be taken now."
        if page.closed_and_first
        else f"{since}: {counted(cases, 'case')}, with returns of {counted(agencies, 'agency', 'agencies')}. "
        f"It takes {FEWEST_NEW_CASES} cases and {FEWEST_NEW_AGENCIES} agencies, so that nobody can tell one case by "
        "comparing two snapshots."
    )
    beside.here("take-snapshot")
    enough = page.closed_and_first or (cases >= FEWEST_NEW_CASES and agencies >= FEWEST_NEW_AGENCIES)
    with st.form("snapshot-form"):
        for tile in TileKey:
            st.checkbox(tile.heading, value=True, key=f"share-tile/{tile}")
        st.form_submit_button("Take the snapshot", key="take-snapshot", type="primary", disabled=not enough)
