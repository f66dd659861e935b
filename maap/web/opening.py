"""What happens when the application starts: the schema is brought up to date, and an empty house prints its code."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
from streamlit.runtime.pages_manager import PagesManager

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import reading
from maap.storage.schema import migrate
from maap.storage.soundness import NOT_ALONE, alone, worries
from maap.views.people import house
from maap.web.delivered import delivered
from maap.web.leavers import see_out
from maap.web.rounds import keep_going
from maap.web.start import setup_code

_log = logging.getLogger("maap")


def _open() -> None:
    # While no session has called st.navigation, Streamlit takes a folder named `pages` for its own kind of pages:
    # the first address asked for after a start would be "not found", or run without app.py.
    PagesManager.uses_pages_directory = False
    if migrate():
        _log.info("the database's schema was brought up to date")
    with reading() as session:
        standing = house(session)
    if standing is None:
        here = f"http{'s' if settings().https else ''}://{settings().host}:{settings().port}"
        address = settings().address.rstrip("/") or here
        sys.stdout.write(
            f"\n  This installation is empty. Set it up at {address}/start\n  Set-up code: {setup_code()}\n\n"
        )
        sys.stdout.flush()


def _look_over() -> None:
    """Say on the console what an administrator has to look at. It reads the whole trail, while people come in."""
    try:
        with reading() as session:
            for sentence in worries(session, now()):
                _log.error("%s", sentence)
    except Problem as problem:
        _log.error("the house was not looked over: %s", problem)


@asynccontextmanager
async def opening(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """The application's lifespan."""
    await anyio.to_thread.run_sync(_open)
    with alone() as is_alone, delivered():
        if not is_alone:
            _log.error("%s", NOT_ALONE)
        async with anyio.create_task_group() as working:
            working.start_soon(anyio.to_thread.run_sync, _look_over)
            if settings().scheduler:
                for prompt in (True, False):
                    working.start_soon(keep_going, prompt)
            working.start_soon(see_out)
            yield None
            working.cancel_scope.cancel()
