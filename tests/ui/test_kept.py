"""What is kept for a moment, and runs out while somebody asks for it."""

from itertools import count

import pytest
import streamlit as st
from streamlit.runtime.caching import cache_utils

from maap.ui.kept import kept


def test_what_runs_out_between_two_looks_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock takes a second: it is there at the first look, and gone at the second."""
    seconds, made = count(), count(1)
    monkeypatch.setattr(cache_utils, "TTLCACHE_TIMER", lambda: float(next(seconds)))

    @st.cache_resource(ttl=1.5, show_spinner=False)
    def number() -> int:
        return next(made)

    assert kept(number) == 1
    with pytest.raises(KeyError):
        number()
    assert kept(number) == 2
    assert kept(number) == 3


def test_a_fault_of_what_is_made_is_not_hidden() -> None:
    @st.cache_resource(ttl=60, show_spinner=False)
    def lacking(name: str) -> int:
        return {"there": 1}[name]

    assert kept(lacking, "there") == 1
    with pytest.raises(KeyError, match="nowhere"):
        kept(lacking, "nowhere")
