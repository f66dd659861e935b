"""What is worked out once for everybody, kept for a moment, and asked for."""

from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def kept(made: Callable[Asked, Made], *asked: Asked.args, **named: Asked.kwargs) -> Made:
    """What a function under ``st.cache_resource`` with a time to live has kept, or makes now.

    Streamlit 1.67 looks whether something is kept, and then for it: what runs out in between is a KeyError, and was the
    end of a page. Asked once more, it is made anew.
    """
    with suppress(KeyError):
        return made(*asked, **named)
    return made(*asked, **named)
