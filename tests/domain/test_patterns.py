"""A pattern fits what Python says it fits, and none keeps the house busy."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from maap.domain.patterns import BadPattern, pattern

PIECES = some.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\s", r"\W", r"\.", "1"])
TIMES = some.sampled_from(["", "*", "+", "?", "{2}", "{1,3}", "*?", "{0,}"])


def _grown(inner: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    joined = some.lists(inner, min_size=1, max_size=3).map("".join)
    either = some.tuples(joined, joined).map("|".join)
    return some.tuples(some.one_of(joined, either), TIMES).map(lambda made: f"({made[0]}){made[1]}")


PATTERNS = some.recursive(some.tuples(PIECES, TIMES).map("".join), _grown, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(PATTERNS, some.text("ab1 .", max_size=7), some.booleans())
def test_it_fits_what_python_says_it_fits(text: str, answer: str, either_case: bool) -> None:
    try:
        expected = re.fullmatch(("(?i)" if either_case else "") + text, answer) is not None
    except re.error:
        return  # «multiple repeat» and the like
    assert pattern(("(?i)" if either_case else "") + text)(answer) is expected


@pytest.mark.parametrize(
    "runaway",
    [
        "(a|aa)+b",
        "(a|a)*b",
        "a*a*a*a*a*a*b",
        "(a?){30}a{30}b",
        "(a|b|ab)*c",
        "(.*)(.*)(.*)(.*)=x",
    ],
)
def test_what_would_keep_python_busy_is_over_at_once(runaway: str) -> None:
    began = time.process_time()
    assert not pattern(runaway)("a" * 3000)
    assert time.process_time() - began < 2


def test_python_itself_would_be_busy() -> None:
    """The control: the time doubles with every one or two letters."""

    def taken(letters: int) -> float:
        began = time.process_time()
        assert not re.fullmatch("(a|aa)+b", "a" * letters)
        return time.process_time() - began

    assert taken(24) > 8 * taken(16)


@pytest.mark.parametrize("text", ["[A-Z", r"(a)\1", "a(?=b)", "((a{1,20}){1,20}){1,20}b", "a{5000}", "(?Q)", "*"])
def test_what_it_cannot_tell_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(BadPattern, match="check its brackets and signs; looking ahead"):
        pattern(text)
