"""What Streamlit must not end in the middle: it ends a run at any call, and reading `st.session_state` is one."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests


@contextmanager
def unbroken() -> Iterator[None]:
    """Nothing ends the run in here. What is new from the browser stays where it is, and is asked for afterwards."""
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


def hold(requests: ScriptRequests) -> None:
    """From now on nothing ends the run."""
    requests.on_scriptrunner_yield = lambda: None  # type: ignore[method-assign]


def let_go(requests: ScriptRequests) -> None:
    """From now on the run may be ended again."""
    vars(requests).pop("on_scriptrunner_yield", None)


def is_held(requests: ScriptRequests) -> bool:
    """Whether nothing ends the run now."""
    return "on_scriptrunner_yield" in vars(requests)
