"""A touch draws the pieces that would show something else by now, each once, in the order of the page."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import NoReturn

import pytest

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.ui import pieces
from maap.ui.pieces import Pieces

ANN, BEN = (Actor(number, "", frozenset(), None, datetime(2026, 3, 2, tzinfo=UTC)) for number in (1, 2))
Stands = dict[str, object]
"""What stands in the database: a value for each piece."""
LAYOUT = {"": ("head", "section", "foot"), "section": ("one", "two"), "two": ("note",)}
"""The pieces of a page, and those that lie in them."""


class Together(Exception):
    """The part that was touched ended its run, so that these are drawn with what was just loaded."""

    def __init__(self, found: Stands, shown: tuple["Part", ...]) -> None:
        super().__init__()
        self.found, self.shown = found, shown


class Part:
    """A part without Streamlit: it is shown, and asked again when it is touched. A refusal ends it and no other."""

    def __init__(
        self, name: str, again: Callable[[Actor], Stands], draw: Callable[[Stands], None], stay: Callable[[], Stands]
    ) -> None:
        self.name, self.again, self.draw, self.stay = name, again, draw, stay

    def show(self, loaded: Stands) -> None:
        """Where the page has come to."""
        LAID[self.name] = self
        with suppress(Problem):
            self.draw(loaded)


LAID: dict[str, Part] = {}
"""The parts that stand on the page, by name."""


def _together(found: Stands, *shown: Part) -> NoReturn:
    raise Together(found, shown)


class Page:
    """A page whose pieces show a value each. ``drawn``: what was drawn since somebody touched something."""

    def __init__(self) -> None:
        self.stands: Stands = {}
        self.drawn: list[str] = []
        self.acting: list[Actor] = []
        self.refuses = ""
        self.pieces = Pieces(self._step, lambda: dict(self.waits))
        self.waits: Stands = {}
        self._lay("", {})

    def _step(self, somebody: Actor) -> Stands:
        self.acting.append(somebody)
        return dict(self.stands)

    def _lay(self, within: str, found: Stands) -> None:
        for name in LAYOUT.get(within, ()):
            self.pieces.lay(name, self._shows(name), self._drawing(name), found)

    def _shows(self, name: str) -> Callable[[Stands], object]:
        return lambda found: found.get(name)

    def _drawing(self, name: str) -> Callable[[Stands], None]:
        def draw(found: Stands) -> None:
            self.drawn.append(name)
            if name == self.refuses:
                raise Problem("A colleague took it away.")
            self._lay(name, found)

        return draw

    def touch(self, name: str, somebody: Actor = ANN, **stands: object) -> list[str]:
        """Somebody touches a piece, and from now on this stands there. Returns what is drawn for it."""
        self.stands |= stands
        self.drawn.clear()
        return self.touch_part(LAID[name], somebody)

    def touch_part(self, part: Part, somebody: Actor | None = ANN) -> list[str]:
        """The same for a part that the browser still shows, wherever it stood. Nobody: the database does not answer."""
        try:
            with suppress(Problem):
                part.draw(part.again(somebody) if somebody else part.stay())
        except Together as end:
            assert self.drawn == [], "the part that was touched ends before it draws anything"
            for each in end.shown:
                with suppress(Problem):
                    each.draw(end.found)
        return list(self.drawn)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A head, a section with two questions of which the second holds a note, and a foot."""
    monkeypatch.setattr(pieces, "parts", SimpleNamespace(Part=Part, show_together=_together))
    yield Page()
    LAID.clear()


def test_the_page_is_drawn_once_from_top_to_bottom(page: Page) -> None:
    assert page.drawn == ["head", "section", "one", "two", "note", "foot"]
    assert page.acting == [], "what the page has loaded is handed over"


def test_a_touch_that_changes_nothing_else_draws_its_own_piece(page: Page) -> None:
    assert page.touch("one") == ["one"]
    assert page.touch("one", one="yes") == ["one"]


@pytest.mark.parametrize(
    ("touched", "changed", "drawn"),
    [
        ("one", ["foot"], ["one", "foot"]),
        ("one", ["foot", "head"], ["head", "one", "foot"]),
        ("foot", ["one"], ["one", "foot"]),
        ("one", ["two"], ["one", "two", "note"]),
        ("one", ["note"], ["one", "note"]),
        ("note", ["one"], ["one", "note"]),
        ("head", ["note", "one"], ["head", "one", "note"]),
    ],
)
def test_whatever_shows_something_else_by_now_is_drawn_in_the_order_of_the_page(
    page: Page, touched: str, changed: list[str], drawn: list[str]
) -> None:
    assert page.touch(touched, **dict.fromkeys(changed, "new")) == drawn


@pytest.mark.parametrize(
    ("touched", "changed"),
    [("one", ["section"]), ("note", ["section"]), ("one", ["section", "one", "two", "note"]), ("section", ["one"])],
)
def test_what_lies_in_a_piece_that_is_drawn_anyway_is_drawn_with_it_and_not_once_more(
    page: Page, touched: str, changed: list[str]
) -> None:
    assert page.touch(touched, **dict.fromkeys(changed, "new")) == ["section", "one", "two", "note"]


def test_a_piece_within_a_piece_within_a_piece_is_drawn_with_the_nearest_that_changed(page: Page) -> None:
    assert page.touch("one", two="new", note="new") == ["one", "two", "note"]


@pytest.mark.parametrize("first", ["one", "note", "head"])
def test_what_was_drawn_is_known_so_that_the_next_touch_does_not_draw_it_again(page: Page, first: str) -> None:
    page.touch(first, section="new", two="new", note="new", foot="new")
    assert page.touch("one") == ["one"]
    assert page.touch("head", note="newer") == ["head", "note"]
    assert page.touch("head") == ["head"]


def test_pieces_that_were_laid_anew_are_the_ones_that_count(page: Page) -> None:
    before = LAID["note"]
    page.touch("one", section="new")
    assert LAID["note"] is not before
    assert page.touch("note", one="new") == ["one", "note"]
    assert page.touch("foot", note="new") == ["note", "foot"]


def test_a_piece_that_a_browser_still_shows_is_drawn_by_itself(page: Page) -> None:
    before = LAID["note"]
    page.touch("one", section="new")
    page.drawn.clear()
    assert page.touch_part(before) == ["note"]


def test_each_touch_is_done_by_whoever_is_here_by_then(page: Page) -> None:
    page.touch("one")
    page.touch("two", BEN, foot="new")
    assert page.acting == [ANN, BEN]


def test_a_piece_that_was_refused_is_tried_again_and_its_neighbours_stay_where_they_are(page: Page) -> None:
    page.refuses = "one"
    assert page.touch("head", section="new", one="new") == ["head", "section", "one", "two", "note"]
    page.refuses = ""
    assert page.touch("foot", two="new") == ["one", "two", "note", "foot"]
    assert page.touch("foot") == ["foot"]


def test_while_the_database_is_away_the_page_stays_but_for_what_waits_by_now(page: Page) -> None:
    page.drawn.clear()
    page.stands, page.waits = {"head": "new"}, {"one": "waits", "foot": "1 waits"}
    assert page.touch_part(LAID["one"], None) == ["one", "foot"]
    assert page.acting == []
