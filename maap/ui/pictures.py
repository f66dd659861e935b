"""Pictures in a page. They travel inside it: no picture ever has an address of its own that another could ask for."""

from base64 import b64encode
from functools import lru_cache
from pathlib import Path

import streamlit as st

from maap.ui.words import plain


def picture(png: bytes, width: int, alt: str = "", caption: str = "") -> None:
    """A picture. ``alt`` says what it holds where no ``caption`` does."""
    st.image(address(png), caption=plain(caption) if caption else None, width=width, alt=alt or caption)


def address(png: bytes) -> str:
    """The picture itself, as an address."""
    return f"data:image/png;base64,{b64encode(png).decode()}"


@lru_cache(maxsize=1)
def icon() -> str:
    """The sign of the house in a browser's tab."""
    return address((Path(__file__).parent / "icon.png").read_bytes())
