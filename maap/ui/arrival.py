"""Arriving at a section: the page scrolls to its heading, and the focus goes there."""

from pathlib import Path
from typing import Any

import streamlit.components.v1 as components

_place: Any = components.declare_component("place", path=str(Path(__file__).parent / "place"))


def arrive(at: str, into: bool = False, fresh: bool = False, place: str = "arrival") -> None:
    """Bring the person to the heading inside the container with the key ``arrival`` whenever ``at`` changes.

    ``into``: to the first field in that container instead, where somebody works by keyboard. ``fresh``: also when the
    page has only just been opened, because a key that led here was pressed. ``place``: another container's key.
    """
    _place(at=at, into=into, fresh=fresh, place=place, key="arrival/place", default=None)
