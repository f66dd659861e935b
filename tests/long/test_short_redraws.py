"""What an open tab still holds after it was drawn anew, short: and a page that keeps what it took away is found."""

import pytest

from tests.long.calm import house
from tests.long.redraws import drawn, too_much

pytestmark = pytest.mark.browser


def test_a_page_that_keeps_what_was_taken_out_of_it_is_found() -> None:
    """The control."""
    with house() as place:
        assert any("dashboard" in line and "nodes" in line for line in too_much(drawn(place, 10, control=True)))
