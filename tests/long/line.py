"""A line on loopback between a browser and a server, which is late, falls silent or is cut as it is told."""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PIECE = 65536
_RESET = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class _Call:
    """One connection of a browser, with its other end at the server."""

    ends: list[asyncio.StreamWriter]
    was_lost: bool = False
    spoke: bool = False

    def cut(self) -> None:
        """Both ends are told that there is nobody any more."""
        for end in self.ends:
            plug = end.get_extra_info("socket")
            if plug is not None and plug.fileno() >= 0:
                plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            end.transport.abort()


@dataclass(eq=False)
class Line:
    """How the line is. Set from any thread; what is under way follows.

    ``late``: seconds by which everything comes later, each way. ``risk``: of each piece, that its connection is cut
    there. ``silent``: nothing comes through, and nobody is told. ``deaf``: what the server says does not come through.
    ``torn``: the next thing that the browser says is cut in its middle.
    """

    server: int
    port: int = 0
    late: float = 0.0
    risk: float = 0.0
    silent: bool = False
    deaf: bool = False
    torn: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    cuts: int = 0
    pieces: int = 0
    _calls: set[_Call] = field(default_factory=set)

    def cut(self) -> None:
        """Cut everything that is connected now. Called on the line's own thread."""
        for call in list(self._calls):
            self._cut(call)

    def heal(self) -> None:
        """The silence is over. Browsers have been saying again what nobody took: they learn now that nobody is there.

        Whoever said nothing learns it when they speak next. Called on the line's own thread.
        """
        self.silent = False
        for call in [call for call in self._calls if call.spoke]:
            self._cut(call)

    def _cut(self, call: _Call) -> None:
        if call in self._calls:
            self._calls.discard(call)
            self.cuts += 1
            call.cut()

    async def took(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A browser calls."""
        there, thence = await asyncio.open_connection("127.0.0.1", self.server)
        call = _Call([writer, thence])
        self._calls.add(call)
        await asyncio.gather(self._carry(call, reader, thence, True), self._carry(call, there, writer, False))
        self._calls.discard(call)
        for end in call.ends:
            end.close()

    async def _carry(
        self, call: _Call, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_browser: bool
    ) -> None:
        """Everything from one end to the other, in its order."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        taking = asyncio.create_task(self._deliver(call, waiting, writer, is_browser))
        try:
            while piece := await reader.read(PIECE):
                waiting.put_nowait((asyncio.get_running_loop().time() + self.late, piece))
        except OSError:
            pass
        if not (self.silent or call.was_lost):
            waiting.put_nowait((asyncio.get_running_loop().time() + self.late, b""))
        await taking

    async def _deliver(
        self,
        call: _Call,
        waiting: asyncio.Queue[tuple[float, bytes]],
        writer: asyncio.StreamWriter,
        is_browser: bool,
    ) -> None:
        while call in self._calls:
            try:
                due, piece = await asyncio.wait_for(waiting.get(), 0.2)
            except TimeoutError:
                continue
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            if not piece:
                writer.close()
                return
            if self._comes_through(call, is_browser, writer, piece):
                writer.write(piece)

    def _comes_through(self, call: _Call, is_browser: bool, writer: asyncio.StreamWriter, piece: bytes) -> bool:
        self.pieces += 1
        if self.silent or (self.deaf and not is_browser):
            call.was_lost, call.spoke = True, call.spoke or is_browser
            return False
        if call.was_lost or (self.risk and self.chance.random() < self.risk):
            self._cut(call)  # whoever speaks after a silence learns that there is nobody
            return False
        if self.torn and is_browser:
            self.torn = False
            writer.write(piece[: len(piece) // 2])
            asyncio.get_running_loop().call_later(0.2, self._cut, call)
            call.was_lost = True
            return False
        return True


@dataclass(frozen=True)
class Held:
    """A line that is open, and its thread."""

    line: Line
    loop: asyncio.AbstractEventLoop

    def do(self, deed: Callable[[], object]) -> None:
        """Do something on the line's own thread."""
        self.loop.call_soon_threadsafe(deed)


@contextmanager
def opened(server: int) -> Iterator[Held]:
    """A line to a server's port, on a port of its own."""
    line, loop = Line(server), asyncio.new_event_loop()
    listening = loop.run_until_complete(asyncio.start_server(line.took, "127.0.0.1", 0))
    line.port = int(listening.sockets[0].getsockname()[1])
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield Held(line, loop)
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(line.cut)
        asyncio.run_coroutine_threadsafe(_last(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _last() -> None:
    """Wait until everything under way is over."""
    own = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not own]
    await asyncio.wait(others, timeout=5) if others else None
