"""Reading the modules of a program at its start."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reading_in() -> Iterator[None]:
    """What is read inside stays as long as the program runs, so nobody looks through it for what could be thrown away.

    Python would, again and again: a quarter of the start went there, and each later look would pass through all of it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
