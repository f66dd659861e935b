"""What a page drew reaches its browser before its run counts as over.

The thread of a run hands what it draws to the server's event loop, which sends it. Streamlit calls the run over while
some of it still waits there; when the browser asks for another part in that moment, a new run takes its place, and what
waits of the old one is thrown away: the answer was stored, and “Saved” never came (decision 55).
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests, ScriptRequestType

_PATIENCE = 10
"""Seconds that a run waits for the loop. A loop that is away for longer is being closed."""
_over = ScriptRequests.on_scriptrunner_ready


@contextmanager
def delivered() -> Iterator[None]:
    """While the server's loop runs, which calls this: no run is over before the loop has sent what it drew.

    Who asks meanwhile is answered by the same run, as Streamlit answers whoever asks a little earlier.
    """
    loop = asyncio.get_running_loop()

    def over(self: ScriptRequests) -> ScriptRequest:
        if self._state is ScriptRequestType.CONTINUE:
            has_sent = threading.Event()
            with suppress(RuntimeError):  # the loop is closed: nobody is sent anything more
                loop.call_soon_threadsafe(has_sent.set)
                has_sent.wait(_PATIENCE)
        return _over(self)

    ScriptRequests.on_scriptrunner_ready = over  # type: ignore[method-assign]
    try:
        yield
    finally:
        ScriptRequests.on_scriptrunner_ready = _over  # type: ignore[method-assign]
