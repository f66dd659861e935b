"""Somebody with a page open, without a browser: speaks to a server as Streamlit's own page does."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake


@dataclass
class Visitor:
    """One tab. ``drawn``: when each drawing of the page, or of what shows news in it, began and ended."""

    port: int
    page: str
    query: str
    cookie: str
    drawn: list[tuple[float, float]] = field(default_factory=list)
    radios: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    """By key: the widget's identity, and its options."""
    parts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    dropped: bool = False
    _ticks: dict[str, float] = field(default_factory=dict)
    _held: dict[str, str] = field(default_factory=dict)
    _script: str = ""
    _began: float = 0
    _drew: bool = False
    _idle: asyncio.Event = field(default_factory=asyncio.Event)
    _line: ClientConnection | None = None

    async def stay(self, until: float) -> None:
        """Open the page, and do what a page does by itself: ask again at each tick of a part that wants it."""
        address = f"ws://localhost:{self.port}/_stcore/stream"
        try:
            async with connect(
                address, additional_headers={"Cookie": self.cookie}, subprotocols=["streamlit"], max_size=None
            ) as line:
                self._line = line
                await self.ask()
                ticking = asyncio.create_task(self._tick())
                try:
                    await asyncio.wait_for(self._listen(line), max(0.1, until - time.monotonic()))
                except TimeoutError:
                    pass
                finally:
                    ticking.cancel()
        except (ConnectionClosed, InvalidHandshake, OSError) as fault:  # also in the middle of a handshake
            self.dropped = True
            self.faults.append(str(fault))

    async def ask(self, fragment: str = "", ticking: bool = False, pressed: str = "", **chosen: str) -> None:
        """Ask for the page or for a part of it, with what was chosen in a radio or typed in a box by its identity, and
        with the button that was pressed. As a browser, it says what all of them hold each time: a tick that came just
        behind an answer would otherwise take its place, and the answer with it."""
        assert self._line is not None
        message = BackMsg()
        wanted = message.rerun_script
        wanted.query_string, wanted.fragment_id, wanted.is_auto_rerun = self.query, fragment, ticking
        wanted.page_script_hash, wanted.page_name = self._script, "" if self._script else self.page
        wanted.context_info.timezone, wanted.context_info.locale = "Europe/London", "en-GB"
        self._held |= chosen
        for identity, option in self._held.items():
            wanted.widget_states.widgets.add(id=identity, string_value=option)
        if pressed:
            wanted.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._line.send(message.SerializeToString())

    async def choose(self, key: str, option: int) -> float:
        """Choose an option of a radio. Returns seconds until all that follows from it is drawn."""
        identity, options = self.radios[key]
        self._idle.clear()
        began = time.monotonic()
        await self.ask(self.parts.get(key, ""), **{identity: options[option]})
        await asyncio.wait_for(self._idle.wait(), 60)
        return time.monotonic() - began

    async def ready(self) -> None:
        """Wait until the page is drawn."""
        while not self.drawn:
            await asyncio.sleep(0.05)

    async def _listen(self, line: ClientConnection) -> None:
        async for raw in line:
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            self._heard(message)

    def _heard(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
            self._began, self._drew = time.monotonic(), False
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash or self._script
        elif kind == "auto_rerun":
            self._ticks[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta":
            self._element(message.delta)
        elif kind == "script_finished":
            self._finished(message)

    def _element(self, delta: Any) -> None:
        self._drew |= delta.fragment_id not in self._ticks
        element = delta.new_element
        if element.WhichOneof("type") == "radio":
            key = element.radio.id.split("-", 2)[-1]
            self.radios[key] = element.radio.id, list(element.radio.options)
            self.parts[key] = delta.fragment_id
        elif element.WhichOneof("type") == "alert" and "went wrong" in element.alert.body:
            self.faults.append(element.alert.body)

    def _finished(self, message: ForwardMsg) -> None:
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        done = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        if message.script_finished in done and self._drew:
            self.drawn.append((self._began, time.monotonic()))
        self._idle.set()

    async def _tick(self) -> None:
        due: dict[str, float] = {}
        while True:
            now = time.monotonic()
            for fragment, every in list(self._ticks.items()):
                if now >= due.setdefault(fragment, now + every):
                    due[fragment] = now + every
                    await self.ask(fragment, ticking=True)
            await asyncio.sleep(0.05)
