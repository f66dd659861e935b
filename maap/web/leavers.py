"""Whoever is out sees nothing more: open pages are drawn anew when their reader's session ends or their roles change.

A page asks at every step who is here. One that nobody touches takes no step, so it is asked from here.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread
from streamlit.runtime import Runtime

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import reading
from maap.views.people import Known, who

_log = logging.getLogger("maap")
EVERY = 20
"""Seconds between two looks: nobody reads on for a minute after they are out."""


@dataclass(frozen=True)
class Standing:
    """What decides what somebody may see. A page that is merely locked stays: what was begun on it would be lost."""

    is_out: bool
    roles: frozenset[Role] = frozenset()
    agency_id: int | None = None


def _standing(known: Known) -> Standing:
    if known.actor is None:
        return Standing(is_out=True)
    return Standing(False, known.actor.roles, known.actor.agency_id)


def standings(tokens: Mapping[str, str]) -> dict[str, Standing]:
    """How each open page's reader stands, by page. ``tokens``: what each page showed when it was opened.

    Raises Problem when the database does not answer.
    """
    at = now()
    with reading() as session:
        found = {token: _standing(who(session, token, at)) for token in set(tokens.values())}
    return {page: found[token] for page, token in tokens.items()}


def _open_pages() -> dict[str, tuple[Any, str]]:
    """Streamlit's session of each open page, by its id, and the token that its browser showed."""
    if not Runtime.exists():
        return {}
    pages = Runtime.instance()._session_mgr.list_active_sessions()  # there is no public way to list them
    shown = ((page.session, page.client.client_context) for page in pages)
    return {one.id: (one, context.cookies.get(settings().cookie, "")) for one, context in shown if context}


async def look_round(before: Mapping[str, Standing]) -> dict[str, Standing]:
    """Have every page drawn anew whose reader stands otherwise than ``before``. Returns how each stands now."""
    pages = _open_pages()
    found = await anyio.to_thread.run_sync(standings, {page: token for page, (_, token) in pages.items()})
    for page, standing in found.items():
        if standing != before.get(page, standing) or (standing.is_out and page not in before):
            streamlits = pages[page][0]
            streamlits.request_rerun(streamlits._client_state)  # the same page at the same address
    return found


async def see_out() -> None:
    """Look round for as long as the house is open."""
    known: dict[str, Standing] = {}
    while True:
        await anyio.sleep(EVERY)
        try:
            known = await look_round(known)
        except Problem as problem:
            _log.warning("nobody was seen out: %s", problem)
