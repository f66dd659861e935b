"""What a part of a page drew reaches its browser, also when another part asks for its turn in the same moment."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

from maap.web.delivered import delivered

PAGE = """
import streamlit as st

@st.fragment(key="answers")
def answers():
    st.session_state["asked"] = st.session_state.get("asked", 0) + 1
    st.text("Saved" if st.session_state["asked"] > 1 else "Not saved")

@st.fragment(key="ticks")
def ticks():
    st.text("tick")

answers()
ticks()
"""


class _Browser:
    """What a browser was sent."""

    def __init__(self) -> None:
        self.got: list[ForwardMsg] = []

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        self.got.append(msg)

    def texts(self) -> list[str]:
        return [one.delta.new_element.text.body for one in self.got if one.delta.new_element.HasField("text")]

    def part(self, text: str) -> str:
        """The name that the part with this text goes by."""
        return next(one.delta.fragment_id for one in self.got if one.delta.new_element.text.body == text)


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    page = tmp_path / "page.py"
    page.write_text(PAGE, "utf-8")
    assert not Runtime.exists()
    yield Runtime(RuntimeConfig(str(page), MemoryMediaFileStorage("/m"), MemoryUploadedFileManager("/u")))
    Runtime._instance = None


def _asks(session: AppSession, part: str = "") -> None:
    message = BackMsg()
    message.rerun_script.fragment_id = part
    session.handle_backmsg(message)


async def _until(is_so: Any) -> None:
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


def _is_over(runner: ScriptRunner, seconds: float) -> bool:
    """Whether it takes nothing more by then. Who waits here is the thread that would send what was drawn."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if runner._requests._state is ScriptRequestType.STOP:
            return True
        time.sleep(0.01)
    return False


async def _a_tick_as_the_answer_is_drawn(runtime: Runtime, is_repaired: bool) -> tuple[list[str], bool]:
    """What the browser was sent since the answer, and whether the run had said it was over before its words went."""
    await runtime.start()
    browser = _Browser()
    with delivered() if is_repaired else nullcontext():
        name = runtime.connect_session(browser, {})
        info = runtime._session_mgr.get_active_session_info(name)
        assert info is not None
        session = info.session
        _asks(session)
        await _until(lambda: "tick" in browser.texts() and session._scriptrunner is None)
        answers, ticks = browser.part("Not saved"), browser.part("tick")
        browser.got.clear()

        _asks(session, answers)
        runner = session._scriptrunner
        assert runner is not None
        was_over = _is_over(runner, 1 if is_repaired else 20)
        _asks(session, ticks)

        await _until(lambda: "tick" in browser.texts() and session._scriptrunner is None)
        await asyncio.sleep(0.05)
    runtime.stop()
    await runtime.stopped
    return browser.texts(), was_over


def test_what_was_drawn_is_sent_before_the_next_part_takes_its_turn(runtime: Runtime) -> None:
    texts, was_over = asyncio.run(_a_tick_as_the_answer_is_drawn(runtime, is_repaired=True))
    assert texts == ["Saved", "tick"]
    assert not was_over


def test_streamlit_alone_loses_it(runtime: Runtime) -> None:
    """When this fails, Streamlit has been repaired and ``web/delivered`` can go."""
    texts, was_over = asyncio.run(_a_tick_as_the_answer_is_drawn(runtime, is_repaired=False))
    assert was_over
    assert texts == ["tick"]


def test_it_is_undone_when_the_house_closes() -> None:
    async def opened_and_closed() -> None:
        with delivered():
            assert ScriptRequests.on_scriptrunner_ready is not ready

    ready = ScriptRequests.on_scriptrunner_ready
    asyncio.run(opened_and_closed())
    assert ScriptRequests.on_scriptrunner_ready is ready
