"""`python -m tests.long.interrupted [--times 200]`: the script of a page is interrupted while it saves.

Streamlit ends a run at any of its calls when the browser has something new: another touch, the same button once more,
or a tab that is closed. Here each run is interrupted at a call of its own, the next time at the next one, by each of
the three; the deeds are an answer and a note, on the real pages. Whatever the moment: one save, one version, one line
in the trail; where the tab was closed, one or none. A press is lost only where Streamlit gives way before the first
line of the application, a millisecond in which nobody presses twice; what was typed then stays in its box. ``--control``: a page that saves what waits, and forgets at the end
of its run that it waited, must save twice.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any, Literal

from sqlalchemy import text
from sqlmodel import func, select
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage import trail
from maap.storage.db import reading, work
from maap.storage.schema import migrate
from maap.usecases.signin import sign_in
from tests import factories as make

APP = Path(__file__).parents[2] / "app.py"
OURS = (str(APP), str(APP.parent / "maap"), str(APP.parent / "pages"))
WORDS = "The plan was clear."
How = Literal["touched again", "pressed again", "tab closed"]
WAYS: tuple[How, ...] = ("touched again", "pressed again", "tab closed")


@dataclass
class Found:
    """How often what was done was stored once, not at all, more than once, or not whole."""

    times: int = 0
    interrupted: int = 0
    once: int = 0
    closed_before: int = 0
    not_begun: int = 0
    wrong: list[str] = field(default_factory=list)


class Nudge:
    """Something new from the browser, at the n-th call of the run that is under way. Counts the calls."""

    def __init__(self, at: int, how: How) -> None:
        self.at, self.how, self.calls, self.sent, self.begun = at, how, 0, False, False
        self.first: RerunData | None = None

    def looked(self, runner: ScriptRunner) -> None:
        """The run looks whether there is something new, as it does at every call."""
        self.calls += 1
        if self.calls < self.at or self.sent or self.first is None:
            return
        self.sent, self.begun = True, _in_the_house()
        again = self._again(self.first)
        ask = runner.request_stop if self.how == "tab closed" else lambda: runner.request_rerun(again)
        browser = Thread(target=ask)  # what comes from a browser never comes in the thread of the run
        browser.start()
        browser.join()

    def _again(self, first: RerunData) -> RerunData:
        """The same state of every field, as a browser sends it; a button only where it is pressed once more."""
        states = WidgetStates()
        states.widgets.extend(
            one
            for one in (first.widget_states.widgets if first.widget_states else ())
            if self.how == "pressed again" or one.WhichOneof("value") != "trigger_value"
        )
        return RerunData(first.query_string, states, first.page_script_hash)


def _in_the_house() -> bool:
    """Whether a line of the application is running, or only what Streamlit does before it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith(OURS):
            return True
        frame = frame.f_back
    return False


@contextmanager
def interrupted(nudge: Nudge) -> Iterator[Nudge]:
    """The next run of a page is nudged. What looks and what asks are Streamlit's own."""
    looks, asks = ScriptRunner._maybe_handle_execution_control_request, ScriptRunner.request_rerun

    def looking(runner: ScriptRunner) -> None:
        if runner._execing and runner._is_in_script_thread():
            nudge.looked(runner)
        looks(runner)

    def asking(runner: ScriptRunner, data: RerunData) -> bool:
        nudge.first = nudge.first or data
        return asks(runner, data)

    ScriptRunner._maybe_handle_execution_control_request = looking  # type: ignore[method-assign]
    ScriptRunner.request_rerun = asking  # type: ignore[method-assign]
    try:
        yield nudge
    finally:
        ScriptRunner._maybe_handle_execution_control_request = looks  # type: ignore[method-assign]
        ScriptRunner.request_rerun = asks  # type: ignore[method-assign]


@contextmanager
def as_somebody(person: t.Person) -> Iterator[AppTest]:
    """A browser in which somebody is signed in."""
    with work() as session:
        token = sign_in(session, person, now())
    before = ContextProxy.cookies
    ContextProxy.cookies = property(lambda _: {settings().cookie: token})  # type: ignore[assignment,method-assign]
    try:
        yield AppTest.from_file(str(APP), default_timeout=60)
    finally:
        ContextProxy.cookies = before  # type: ignore[method-assign]


Stood = Callable[[], tuple[int, int, int]]


def _answered(return_id: int, question: str = "notes") -> tuple[int, int, int]:
    """The answer's revision, its versions, and its lines in the trail."""
    with reading() as session:
        row = session.exec(
            select(t.Answer).where(t.Answer.return_id == return_id, t.Answer.question_id == question)
        ).first()
        if row is None:
            return 0, 0, _lines("answered")
        versions = session.exec(
            select(func.count()).select_from(t.AnswerVersion).where(t.AnswerVersion.answer_id == row.id)
        ).one()
        return row.revision, versions, _lines("answered")


def _lines(deed: str) -> int:
    with reading() as session:
        counted = "select count(*) from trail where deed = :deed"
        return int(session.execute(text(counted), {"deed": deed}).scalar_one())


def _noted(_return_id: int) -> tuple[int, int, int]:
    with reading() as session:
        rows = session.exec(select(func.count()).select_from(t.QuestionNote)).one()
    return rows, rows, _lines("wrote a note on a question")


def answer(page: AppTest, return_id: int, turn: int) -> Any:
    """Type an answer and leave its box. Returns what sends it."""
    return page.text_area(key=f"{return_id}/notes").set_value(f"{WORDS} {turn}")


def note(page: AppTest, return_id: int, turn: int) -> Any:
    """Type a note beside a question and press its button. Returns what sends it."""
    at = f"{return_id}/siblings"
    if f"note-begin/{at}" in [one.key for one in page.button]:
        page.button(key=f"note-begin/{at}").click().run()
    page.text_area(key=f"note-text/{at}").set_value(f"{WORDS} {turn}")
    return page.button(key=f"note-send/{at}").click()


DEEDS: tuple[tuple[Callable[[AppTest, int, int], Any], Callable[[int], tuple[int, int, int]]], ...] = (
    (answer, _answered),
    (note, _noted),
)


def tried(scene: Any, times: int) -> Found:
    """Each deed so many times, interrupted by each of the three at one call after the other."""
    found = Found()
    return_id = scene.row.id or 0
    for kind, (deed, stands) in enumerate(DEEDS):
        calls = 60  # of a run; put right by the first
        for turn in range(times // len(DEEDS)):
            how = WAYS[turn % len(WAYS)]
            with as_somebody(scene.ann) as browser:
                page = scene.opened(browser)
                sending = deed(page, return_id, turn + 1)
                before = stands(return_id)
                with interrupted(Nudge(1 + turn * 7 % calls, how)) as nudge:
                    sending.run()
                if not kind and not turn:
                    calls = max(nudge.calls // 2, 20)
                _judge(found, nudge, f"{deed.__name__} {turn + 1}", before, stands(return_id))
    with reading() as session:
        found.wrong += [str(fault) for fault in trail.faults(session)]
    return found


def _judge(found: Found, nudge: Nudge, what: str, before: tuple[int, ...], after: tuple[int, ...]) -> None:
    more = tuple(now - then for now, then in zip(after, before, strict=True))
    found.times += 1
    found.interrupted += nudge.sent
    if more == (1, 1, 1):
        found.once += 1
    elif more == (0, 0, 0) and nudge.how == "tab closed":
        found.closed_before += 1
    elif more == (0, 0, 0) and what.startswith("note") and not nudge.begun:
        found.not_begun += 1
    else:
        found.wrong.append(f"{what}, {nudge.how} at call {nudge.at}: {more} saved, versions, lines")


def hasty() -> None:
    """The control: what waits is saved in each run, and forgotten only when the run has come to its end."""
    import streamlit as st

    st.session_state.setdefault("saved", 0)
    if st.button("Save", key="save"):
        st.session_state["waits"] = True
    if st.session_state.get("waits"):
        st.session_state["saved"] += 1
    st.text("Saved.")
    st.session_state["waits"] = False


def hasty_saves(at: int) -> int:
    """How often the control saves when it is interrupted at a call."""
    page = AppTest.from_function(hasty, default_timeout=60).run()
    sending = page.button(key="save").click()
    with interrupted(Nudge(at, "touched again")):
        sending.run()
    return int(page.session_state["saved"])


def _furnish() -> Any:
    """A house of its own with a return to answer."""
    folder = tempfile.mkdtemp(prefix="maap-interrupted-", dir="/tmp")
    os.environ |= {"MAAP_FOLDER": folder, "MAAP_KEY_FILE": f"{folder}/elsewhere/key"}
    settings.cache_clear()
    from tests.pages.test_answering import Scene

    migrate()
    with work() as session:
        make.partnership(session, name="A partnership", short_name="AP")
    return Scene()


def main() -> int:
    """Exit code 0 when each deed was done once; with --control when it was done twice."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--times", type=int, default=200)
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    if chosen.control:
        saves = [hasty_saves(at) for at in range(1, 14)]
        sys.stdout.write(f"A page that forgets at the end of its run: saved {max(saves)} times at the worst moment.\n")
        return 0 if max(saves) > 1 else 1
    found = tried(_furnish(), chosen.times)
    sys.stdout.write(
        f"{found.times} deeds, {found.interrupted} interrupted: {found.once} stored once, {found.closed_before} not at "
        f"all because the tab was closed before, {found.not_begun} not because Streamlit had not begun the script "
        f"(the words stay in the box), {len(found.wrong)} otherwise.\n"
    )
    for one in found.wrong:
        sys.stdout.write(f"  {one}\n")
    return 0 if not found.wrong and found.interrupted else 1


if __name__ == "__main__":
    sys.exit(main())
