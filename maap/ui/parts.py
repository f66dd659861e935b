"""The parts of a page that run by themselves: at each tick, at each touch, and when a tick brings news."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Generic, NoReturn, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState
from maap.outside.clock import now
from maap.storage.db import NoAnswer, reading
from maap.storage.turns import Turns
from maap.ui import frame, lock, presses
from maap.views.people import who

Loaded = TypeVar("Loaded")
_PATIENCE = 5
"""Seconds that a part waits for its turn before it draws beside the others."""
_drawing = Turns()


def live(every: str, known_for: timedelta = timedelta()) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """A part of a page that runs again by itself. It asks anew who is here, and shows its own refusals.

    app.py does not run for it, so somebody who was signed out sees nothing more from the next tick on. ``known_for``:
    how long the answer is good, where a tick draws nothing.
    """

    def made(ticks: Callable[[], None]) -> Callable[[], None]:
        asked: list[datetime] = []

        @st.fragment(run_every=every)
        def ticking() -> None:
            with frame.refusals(end=False):
                at = now()
                if not asked or at - asked[0] >= known_for:
                    with reading() as session:
                        known = who(session, lock.token(), at)
                    if known.state is not SessionState.OPEN:
                        raise Problem("The page has been still for a while. Reload it to go on.")
                    frame.acts(known)
                    asked[:] = [at]
                ticks()

        return ticking

    return made


class Part(Generic[Loaded]):
    """A part of a page that is drawn again by itself when something in it is touched, or when a tick has news.

    The page hands over what it has handled and loaded. Each time after, ``again`` does that for this part alone, for
    whoever is here by then, and ``draw`` draws it. app.py does not run for it: who is not here any more gets the whole
    page. ``name``: its own on the page. ``stay``: what it shows when it was touched and the database does not answer.
    """

    def __init__(
        self,
        name: str,
        again: Callable[[Actor], Loaded],
        draw: Callable[[Loaded], None],
        stay: Callable[[], Loaded] | None = None,
    ) -> None:
        self._name, self._again, self._draw, self._stay = name, again, draw, stay
        self._handed_over: list[Loaded] = []
        self._news: list[None] = []

    def show(self, loaded: Loaded) -> None:
        """Draw it where the page has come to."""
        self._handed_over.append(loaded)

        @st.fragment(key=self._name)
        def shown() -> None:
            with presses.brought_to_its_end(bool(self._handed_over)), frame.refusals(end=False):
                if self._handed_over:
                    self._draw(self._handed_over.pop())
                elif self._news:
                    self._news.clear()
                    with _turn():
                        self._draw(self._again(_here(stepped=False)))
                else:
                    self._draw(self._touched())

        shown()

    def _touched(self) -> Loaded:
        try:
            return self._again(_here(stepped=True))
        except NoAnswer as problem:
            if self._stay is None:
                raise
            frame.toast(problem)
            return self._stay()

    def hand_over(self, loaded: Loaded) -> str:
        """What it shows next, loaded already. Returns its name."""
        self._handed_over.append(loaded)
        return self._name

    def show_news(self) -> NoReturn:
        """End the tick that calls this, and draw the part again. That is no step of the person’s."""
        self._news[:] = [None]
        _run(self._name)


def show_together(loaded: Loaded, *shown: Part[Loaded]) -> NoReturn:
    """End the part that calls this, and draw these with what was just loaded."""
    _run(*(each.hand_over(loaded) for each in shown))


def show_page() -> NoReturn:
    """End the part that calls this, and draw the whole page.

    ``st.rerun`` would leave an empty element where the part begins, and with it the focus of whoever works by keyboard.
    """
    _run()


def _run(*names: str) -> NoReturn:
    """Streamlit lets a widget's callback ask for parts, but not a part: they are asked for as ``st.rerun`` does."""
    context = get_script_run_ctx()
    assert context is not None  # noqa: S101  (a part runs in a page)
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            fragment_id_queue=context.fragment_storage.resolve_target(names) if names else [],
            is_fragment_scoped_rerun=bool(names),
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )


@contextmanager
def _turn() -> Iterator[None]:
    """One page with news at a time: many at once would only keep each other, and those who save, from computing."""
    mine = _drawing.acquire(_PATIENCE)
    try:
        yield
    finally:
        if mine:
            _drawing.release()


def _here(stepped: bool) -> Actor:
    """Who acts in a part of a page, asked anew, as a page asks. ``stepped``: they touched something."""
    at = now()
    with reading() as session:
        known = who(session, lock.token(), at)
    if known.state is not SessionState.OPEN or known.actor is None:
        show_page()
    if stepped:
        frame.seen(known, at)
    frame.acts(known)
    return known.actor
