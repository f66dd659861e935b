"""The frame of every page: who is here, the menu, and refusals in one place."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState
from maap.outside.clock import now
from maap.storage.db import NoAnswer, NotSaved, reading, work
from maap.ui import away, lock, presses
from maap.ui.menu import audit_menu
from maap.ui.pictures import icon
from maap.ui.rooms import BY_SCRIPT, BY_URL, ROOMS, Room
from maap.ui.words import plain
from maap.usecases import signin
from maap.views.heads import Head
from maap.views.people import House, Known, house, who

_log = logging.getLogger("maap")
_ACTOR, _HOUSE, _DONE, _AUDIT = "frame/actor", "frame/house", "frame/done", "frame/audit"
_URL, _TITLED = "frame/url", "frame/titled"
_SEEN_EVERY = timedelta(minutes=1)
ELSEWHERE = "This audit was not run here. Its figures were brought in; its cases, returns and findings were not."


def drawing() -> bool:
    """Whether Streamlit is running the script for somebody's page, rather than a server reading the file."""
    return get_script_run_ctx(suppress_warning=True) is not None


def open_house() -> None:
    """Draw one page: head, gate, menu, the page itself, and any refusal."""
    with presses.brought_to_its_end(), refusals():
        st.set_page_config(page_icon=icon(), layout="wide")
        st.html(f"<style>{_style()}</style>")
        known, standing = _arriving()
        is_open = known.state is SessionState.OPEN
        menu = _menu(known.actor if is_open else None)
        st.set_page_config(page_title=f"{menu.title} · MAAP" if is_open else "MAAP")
        if known.state is SessionState.ENDED:
            lock.signed_out()
        elif known.state is SessionState.LOCKED:
            lock.locked(known)
        else:
            acts(known)
            away.give_back()
            st.session_state[_HOUSE] = standing
            st.session_state[_URL] = menu.url_path
            _masthead(standing, known)
            if lock.needs_a_factor_first(menu.url_path, known):
                lock.factor_first()
            elif lock.deserves_a_second_look(menu.url_path, known):
                lock.second_look(menu.url_path)
            else:
                menu.run()


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "house.css").read_text()


def _arriving() -> tuple[Known, House | None]:
    """Who is here, asked of the database at every step: somebody who left is out at once."""
    for one in (_ACTOR, _TITLED):
        st.session_state.pop(one, None)
    at = now()
    try:
        with reading() as session:
            known, standing = who(session, lock.token(), at), house(session)
    except NoAnswer:
        st.set_page_config(page_title="MAAP")
        title("Sorry, this page cannot be shown yet")
        raise
    seen(known, at)
    return known, standing


def seen(known: Known, at: datetime) -> None:
    """Note that somebody took a step: without one for half an hour the page is locked.

    Where the database does not take that, what they came for goes on: it has a word of its own to say.
    """
    if known.state is SessionState.OPEN and known.seen_at and at - known.seen_at > _SEEN_EVERY:
        with suppress(NotSaved), work() as session:
            signin.touch(session, lock.token(), at)


def acts(known: Known) -> None:
    """From here on, this is who acts on the page."""
    st.session_state[_ACTOR] = known.actor


def _menu(someone: Actor | None) -> Any:
    """Every page is always known to the menu, or Streamlit would look for pages by itself."""
    groups: dict[str, list[Any]] = {"": []}
    for room in ROOMS:
        shown = someone is not None and room.menu in ("house", "administration") and sees(someone, room)
        group = "Administration" if room.menu == "administration" else ""
        groups.setdefault(group, []).append(copy(_page(room, shown)))  # Streamlit marks the one that it runs
    return st.navigation(groups, position="top")


@lru_cache(maxsize=256)
def _page(room: Room, shown: bool) -> Any:
    """A room as the menu knows it. Made once: making one asks the disk about every part of its path."""
    return st.Page(
        room.path,
        title=room.title,
        icon=room.icon,
        url_path=room.url or None,
        default=not room.url,
        visibility="visible" if shown else "hidden",
    )


def sees(someone: Actor, room: Room) -> bool:
    """Whether a room belongs in somebody's menu."""
    return not room.needs or any(someone.may(need) for need in room.needs)


def _masthead(standing: House | None, known: Known) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="masthead"):
        st.text(
            (standing.name if standing else "") + (" · demonstration" if standing and standing.demonstration else "")
        )
        with st.container(horizontal=True, width="content", vertical_alignment="center", key="whoami"):
            st.text(known.actor.name if known.actor else "")
            lock.way_out("Sign out")


def actor() -> Actor:
    """Who is acting. Raises Problem when nobody is signed in, which no page can happen upon."""
    found = st.session_state.get(_ACTOR)
    if not isinstance(found, Actor):
        raise Problem("Sign in to continue.")
    return found


def own_token() -> str:
    """The token of the session in which this page is open, to tell it apart from a person's others."""
    return lock.token()


def _number(name: str, remembered: str, what: str) -> int:
    given = st.query_params.get(name)
    if given is None and remembered in st.session_state:
        st.query_params[name] = given = str(st.session_state[remembered])
    if given is None or not given.isascii() or not given.isdigit() or len(given) > 9:
        raise Problem(f"Choose {what} first: go to “My work” or “Audits” in the menu at the top.")
    st.session_state[remembered] = int(given)
    return int(given)


def audit_id() -> int:
    """The chosen audit: from the address, or the one chosen last."""
    return _number("audit", _AUDIT, "an audit")


def return_id() -> int:
    """The chosen return: from the address, or the one chosen last."""
    return _number("return", "frame/return", "a return")


def pressed(key: str) -> bool:
    """Whether the button with this key brought us here. Handle first, then load, then render."""
    held = st.session_state.get(key) is True and not presses.is_done(key)
    if held:
        presses.asked(key)
    return held


def pressed_one(prefix: str) -> str | None:
    """The rest of the key of a pressed button ``prefix/…``, or None: for a button in each line of a list."""
    return pressed_in(prefix).get(prefix)


def pressed_in(*prefixes: str) -> dict[str, str]:
    """`pressed_one` for several lists at once: the rest of the pressed button's key, by prefix."""
    held = presses.to_do()
    starts = ((prefix, prefix + "/") for prefix in prefixes)
    found = {prefix: key for prefix, start in starts for key in reversed(held) if key.startswith(start)}
    for key in found.values():
        presses.asked(key)
    return {prefix: key.removeprefix(prefix + "/") for prefix, key in found.items()}


def fields(prefix: str) -> dict[str, Any]:
    """What the fields with keys ``prefix/…`` hold, by the rest of their key."""
    start = prefix + "/"
    return {str(k).removeprefix(start): v for k, v in st.session_state.to_dict().items() if str(k).startswith(start)}


def done(sentence: str) -> None:
    """Say, once, that something was done."""
    st.toast(plain(sentence), icon=":material/check_circle:")


@contextmanager
def refusals(end: bool = True) -> Iterator[None]:
    """Show a refusal as a sentence. ``end``: nothing more of the page is drawn after it."""
    try:
        yield
    except Problem as problem:
        if end:
            _named()
        st.error(plain(str(problem)), icon=":material/error:")
        if end:
            away.wait_for_it() if isinstance(problem, NoAnswer) else _way_on(problem)
            st.stop()
        if not isinstance(problem, NoAnswer):  # which a part that runs by itself would say at each tick
            toast(problem)


def toast(problem: Problem) -> None:
    """Say a refusal over the page as well: its top may be out of sight."""
    st.toast(plain(str(problem)), icon=":material/error:", duration="long")


def title(words: str) -> None:
    """What the page is called: its first heading, and the only one of its rank."""
    st.session_state[_TITLED] = True
    st.title(words, anchor=False)


def _named() -> None:
    """A page that is refused before it drew its title has the name of its room."""
    if _ACTOR in st.session_state and not st.session_state.get(_TITLED):
        title(BY_URL[st.session_state.get(_URL, "")].title)


def _way_on(refused: Problem) -> None:
    """Below a refusal that is all there is of a page: to the audit that it is about, or to one's work."""
    if _ACTOR not in st.session_state:
        return
    here, audit = st.session_state.get(_URL, ""), st.query_params.get("audit", "")
    none = isinstance(refused, NotYours) and refused.asked.partition(" ")[0] == "audit"
    if audit.isascii() and audit.isdigit() and len(audit) <= 9 and here != "audit" and not none:
        link("audits/overview", "Go to the audit’s overview", ":material/arrow_forward:", audit=int(audit))
    elif here:
        link("home/work", "Go to My work", ":material/arrow_forward:")


def went_wrong(fault: BaseException) -> bool:
    """A bug: log it under a reference, show the reference and nothing else."""
    reference = secrets.token_hex(4)
    _log.error("reference %s", reference, exc_info=fault)
    st.error(
        f"Something went wrong on our side. What you saved is safe. Reload the page; if it happens again, "
        f"tell your coordinator the reference {reference}.",
        icon=":material/error:",
    )
    return True


def link(script: str, label: str, icon: str | None = None, **query: int | str) -> None:
    """A link to another page of the house, with its query."""
    st.page_link(
        BY_SCRIPT[script].path, label=plain(label), icon=icon, query_params={k: str(v) for k, v in query.items()}
    )


def go(script: str, **query: int | str) -> None:
    """Go to another page. Never inside a unit of work."""
    st.switch_page(BY_SCRIPT[script].path, query_params={k: str(v) for k, v in query.items()})


def audit_head(at: Head, words: str, back: tuple[str, str] | None = None) -> None:
    """An audit's name, stage and menu, the same on each of its pages, and what this page is called.

    ``back``: the room above this one, and what its link says.
    """
    st.session_state[_AUDIT] = at.audit_id
    with st.container(horizontal=True, vertical_alignment="center", key="audit_head"):
        st.text(f"{at.reference}  {at.title}")
        st.badge(at.stage.capitalize(), color="primary")
    here = BY_URL[st.session_state.get(_URL, "")]
    rooms = [room for room in ROOMS if room.menu == "audit" and any(at.may(need) for need in room.needs)]
    audit_menu([room for room in rooms if not (at.elsewhere and room.about_cases)], at.audit_id, here)
    if back and not at.elsewhere:
        link(*back, ":material/arrow_back:", audit=at.audit_id)
    title(words)
    if at.elsewhere and here.about_cases:
        st.info(ELSEWHERE, icon=":material/inventory_2:")
        if at.may(Permission.SEE_RESULTS):
            link("live/dashboard", "See its charts", ":material/bar_chart:", audit=at.audit_id)
        st.stop()
