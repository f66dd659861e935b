"""What is pressed or ticked on a page: the keys of its state that hold True.

Streamlit gives its whole state away at once, and works out each value of the page for it: hundreds where a return is
answered, at every run. Here only what may be True is asked for, which Streamlit's own store tells beforehand.
"""

from collections.abc import Iterator

from streamlit.runtime.state import SessionState, get_session_state
from streamlit.runtime.state.session_state import Serialized

_INTERNAL = "$$"
"""What Streamlit's own entries begin with."""


def ticked() -> tuple[str, ...]:
    """The same as looking for True in ``st.session_state.to_dict()``."""
    guarded = get_session_state()
    with guarded._lock:
        state = guarded._state
        named = state._key_id_mapper.id_key_mapping
        asked = {named.get(key, key) for key in _perhaps(state)}
        return tuple(key for key in asked if not key.startswith(_INTERNAL) and _holds_true(state, key))


def _perhaps(state: SessionState) -> Iterator[str]:
    """Keys, or ids of widgets, with True in one of the places in which Streamlit keeps values."""
    yield from (key for key, value in state._old_state.items() if value is True)
    yield from (key for key, value in state._new_session_state.items() if value is True)
    for widget, kept in state._new_widget_state.states.items():
        sent = kept.value.bool_value or kept.value.trigger_value if isinstance(kept, Serialized) else kept.value
        if sent is True:
            yield widget


def _holds_true(state: SessionState, key: str) -> bool:
    try:
        return state[key] is True
    except KeyError:  # of a widget that is no longer there
        return False
