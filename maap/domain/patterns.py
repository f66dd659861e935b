"""Patterns within expressions: no pattern and no answer can keep the house busy.

Python's own `re` tries one way after the other, and «(a|aa)+b» on forty letters would stand still for hours, with it
everybody whom the process serves. RE2 needs time that grows with the text alone. It knows no looking ahead or back and
no repeating of what a bracket found, and its \\d, \\w and \\s are those of English.
"""

from collections.abc import Callable
from functools import lru_cache

import re2

from maap.domain.problems import Problem

_MOST_MEMORY = 1 << 20
"""Bytes for one pattern."""


class BadPattern(Problem):
    """A pattern that cannot be read, or asks for what is not known here."""

    def __init__(self) -> None:
        super().__init__(
            "check its brackets and signs; looking ahead or back and repeating a bracket are not known here"
        )


@lru_cache(maxsize=512)
def pattern(text: str) -> Callable[[str], bool]:
    """What tells whether the whole of a text fits. Raises BadPattern."""
    how = re2.Options()
    how.log_errors, how.max_mem = False, _MOST_MEMORY
    try:
        read = re2.compile(text, how)
    except re2.error:
        raise BadPattern from None
    return lambda given: read.fullmatch(given) is not None
