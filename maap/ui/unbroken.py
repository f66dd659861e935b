"""What the browser's news must not end in the middle: Streamlit ends a run at any call, and reading `st.session_state`
is one.

What the page itself asks for (`st.stop`, `st.rerun`, another page) ends the run as ever.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType

_HELD = ("on_scriptrunner_yield", "request_rerun", "request_stop")


@contextmanager
def unbroken() -> Iterator[None]:
    """Nothing new ends the run in here. It stays where it is, and is asked for afterwards."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context is not None else None
    if requests is None or is_held(requests):
        yield
        return
    hold(requests)
    try:
        yield
    finally:
        let_go(requests)


@dataclass
class Held:
    """``took_along``: something new waited, and is done together with what the page asked for itself."""

    took_along: bool = False


def hold(requests: ScriptRequests) -> Held:
    """From now on nothing ends the run but what its own thread asks for."""
    own, held = threading.get_ident(), Held()

    def request_rerun(data: RerunData) -> bool:
        if threading.get_ident() == own:
            held.took_along = pending(requests)
            let_go(requests)
        return ScriptRequests.request_rerun(requests, data)

    def request_stop() -> None:
        if threading.get_ident() == own:
            let_go(requests)
            if pending(requests):
                raise StopException  # asked for by its own way, it would take what waits with it
        ScriptRequests.request_stop(requests)

    vars(requests).update(on_scriptrunner_yield=lambda: None, request_rerun=request_rerun, request_stop=request_stop)
    return held


def let_go(requests: ScriptRequests) -> None:
    """From now on the run may be ended again."""
    for name in _HELD:
        vars(requests).pop(name, None)


def is_held(requests: ScriptRequests) -> bool:
    """Whether nothing new ends the run now."""
    return _HELD[0] in vars(requests)


def pending(requests: ScriptRequests) -> bool:
    """Whether something new waits."""
    return requests._state is ScriptRequestType.RERUN
