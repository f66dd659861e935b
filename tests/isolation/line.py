"""What a server sends over the line to an open page, frame by frame, as it comes."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from maap.settings import settings


@dataclass
class Line:
    """The line of one open page. ``heard``: everything that came, since it was last asked."""

    socket: ClientConnection
    heard: list[bytes] = field(default_factory=list)

    async def ask(self, page: str, query: str = "", pressed: Iterable[str] = ()) -> bytes:
        """Ask for a page, with the identities of pressed buttons; everything that is sent until it is drawn."""
        self.heard.clear()
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = page, query
        for identity in pressed:
            message.rerun_script.widget_states.widgets.add(id=identity, trigger_value=True)
        await self.socket.send(message.SerializeToString())
        await self.until(is_drawn, 60)
        return b"".join(self.heard)

    async def until(self, there: Callable[[bytes], bool], seconds: float) -> float:
        """Listen until something comes. Returns how many seconds that took. Raises TimeoutError."""
        began = time.monotonic()
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), seconds - (time.monotonic() - began))
            frame = raw if isinstance(raw, bytes) else raw.encode()
            self.heard.append(frame)
            if there(frame):
                return time.monotonic() - began


def is_drawn(frame: bytes) -> bool:
    """Whether a drawing of the page has come to its end with this frame."""
    told = ForwardMsg.FromString(frame)
    early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return told.WhichOneof("type") == "script_finished" and told.script_finished != early


@asynccontextmanager
async def opened(port: int, token: str) -> AsyncIterator[Line]:
    """A page that is open, in the browser that holds a session's token."""
    headers = {"Cookie": f"{settings().cookie}={token}"}
    address = f"ws://localhost:{port}/_stcore/stream"
    async with connect(address, additional_headers=headers, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        yield Line(socket)
