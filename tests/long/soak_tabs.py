"""A tab of the long soak: a visitor without a browser who types, looks whether it is saved, and goes with or without a word."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.visitor import Visitor

PATIENCE = 60
"""Seconds that somebody waits for a page or for "Saved"."""


class Gone(Exception):
    """The line is lost, or nobody answers."""


class Late(Exception):
    """What somebody waited for did not come."""


@dataclass
class Said:
    """What stands beside a question since it was last drawn."""

    run: int
    saved: bool = False
    refused: bool = False


@dataclass
class Tab(Visitor):
    """A page that is open. ``held``: what its boxes hold when it comes back, by their identity, as a browser sends it."""

    held: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """By key: the button's identity, the part that it is in, and the run that drew it."""
    said: dict[str, Said] = field(default_factory=dict)
    """By the part in which a question is drawn."""
    refusals: list[tuple[float, str]] = field(default_factory=list)
    lately: deque[str] = field(default_factory=lambda: deque(maxlen=80))
    """What went to and fro last, without a word of anybody's: for the report of what did not come."""
    _run: int = 0
    _ended: int = 0
    _stayed: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the page, and come back when it is drawn."""
        self._stayed = asyncio.create_task(self.stay(time.monotonic() + 86_400))
        await self.until(lambda: bool(self.drawn), "the page")

    async def until(self, there: Callable[[], bool], what: str) -> None:
        """Wait until something is so. Raises Gone or Late."""
        end = time.monotonic() + PATIENCE
        while not there():
            if self._stayed is None or self._stayed.done():
                raise Gone
            if time.monotonic() > end:
                told = "\n    ".join((f"run {self._run}, ended {self._ended}, {self.said}", *self.lately))
                raise Late(f"{what} did not come within {PATIENCE} s: {self.page}?{self.query}\n    {told}")
            self._idle.clear()
            drawn = asyncio.create_task(self._idle.wait())
            await asyncio.wait((drawn, self._stayed), timeout=5, return_when=asyncio.FIRST_COMPLETED)
            drawn.cancel()

    async def ask(self, fragment: str = "", ticking: bool = False, pressed: str = "", **chosen: str) -> None:
        """As a browser: the first time with what the boxes held when the line was lost."""
        held, self.held = self.held, {}
        self._note("ticks" if ticking else "asks", fragment, *chosen, pressed)
        await super().ask(fragment, ticking, pressed, **(held | chosen))

    async def give(self, key: str, value: str) -> float:
        """Answer a question. Returns seconds until "Saved" stands beside it."""
        identity = self.boxes.get(key) or self.radios[key][0]
        before, began = self._run, time.monotonic()
        await self.ask(self.parts[key], **{identity: value})
        await self.until(lambda: self._is_saved(key, before), "“Saved”")
        return time.monotonic() - began

    async def settle(self, key: str) -> None:
        """After the line was lost: wait until the words in the box are saved; where a person must choose, they choose them."""
        since = await self._stands(key, 0)
        while not self._is_saved(key, since):
            identity, part, _ = self.buttons[f"mine/{key}"]
            since = self._run
            await self.ask(part, pressed=identity)
            await self._stands(key, since)

    async def _stands(self, key: str, since: int) -> int:
        """Wait until a question drawn since a run is saved, or a person must choose. Returns that run."""
        await self.until(lambda: self._is_saved(key, since) or self._may_choose(key, since), "what became of the words")
        return since

    async def leave(self, without_a_word: bool) -> None:
        """Close the tab; without a word, as a telephone that is switched off."""
        if self._line is not None:
            if without_a_word:
                self._line.transport.abort()
            else:
                await self._line.close()
        if self._stayed is not None:
            await self._stayed

    def drop(self) -> None:
        """Somebody else cuts the line."""
        if self._line is not None:
            self._line.transport.abort()

    def _is_saved(self, key: str, since: int) -> bool:
        said = self.said.get(self.parts.get(key, ""))
        return said is not None and since < said.run <= self._ended and said.saved and not said.refused

    def _may_choose(self, key: str, since: int) -> bool:
        run = self.buttons.get(f"mine/{key}", ("", "", 0))[2]
        return since < run <= self._ended and run == self.said[self.parts[key]].run

    def _note(self, *what: object) -> None:
        self.lately.append(" ".join((f"{time.monotonic():.2f}", *(str(one)[-40:] for one in what))))

    def _heard(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._run += 1
            self._note("run", self._run)
        elif kind == "script_finished":
            self._note("ended", self._run, message.script_finished)
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._ended = self._run
        super()._heard(message)

    def _element(self, delta: Any) -> None:
        super()._element(delta)
        element, part = delta.new_element, delta.fragment_id
        kind = element.WhichOneof("type")
        if kind == "text_area":
            key = element.text_area.id.split("-", 2)[-1]
            self.boxes[key], self.parts[key] = element.text_area.id, part
        elif kind == "button":
            self.buttons[element.button.id.split("-", 2)[-1]] = element.button.id, part, self._run
        elif kind == "markdown" and element.markdown.body.startswith("Saved "):
            self._note("saved", part)
            self._beside(part).saved = True
        elif kind == "alert" and element.alert.format == element.alert.ERROR:
            self._beside(part).refused = True
            self.refusals.append((time.monotonic(), element.alert.body))

    def _beside(self, part: str) -> Said:
        if part not in self.said or self.said[part].run != self._run:
            self.said[part] = Said(self._run)
        return self.said[part]
