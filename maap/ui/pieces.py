"""A page in pieces, each of which knows what it shows: a touch draws those that would show something else by now.

A piece says what it shows as a value, and is drawn again once that value is another than the one it was drawn with. So
nobody needs to say which touch changes what: the page is loaded once more, and compared.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from maap.domain.people import Actor
from maap.ui import parts

Loaded = TypeVar("Loaded")


class _Piece(Generic[Loaded]):
    """One place on the page. ``shown``: what stands there. ``inside``: the pieces that lie in it."""

    def __init__(self, shows: Callable[[Loaded], object]) -> None:
        self.shows = shows
        self.shown: object = None
        self.inside: list[_Piece[Loaded]] = []
        self.part: parts.Part[Loaded]


class Pieces(Generic[Loaded]):
    """The pieces of a page. ``step`` does what was asked for and loads the page again, for whoever is here by then.

    ``stay``: the page as it was loaded last, with what waits by now, where the database does not answer.
    """

    def __init__(self, step: Callable[[Actor], Loaded], stay: Callable[[], Loaded]) -> None:
        self._step, self._stay = step, stay
        self._laid: list[_Piece[Loaded]] = []
        self._around = self._laid

    def lay(self, name: str, shows: Callable[[Loaded], object], draw: Callable[[Loaded], None], loaded: Loaded) -> None:
        """Draw a piece where the page has come to; what is laid while it is drawn lies inside it.

        ``name``: its own on the page. ``shows``: all that ``draw`` depends on, but for the pieces inside.
        """
        piece = _Piece(shows)
        piece.part = parts.Part(
            name,
            lambda somebody: self._settled(piece, self._step(somebody)),
            lambda found: self._draw(piece, draw, found),
            lambda: self._settled(piece, self._stay()),
        )
        self._around.append(piece)
        piece.part.show(loaded)

    def _draw(self, piece: _Piece[Loaded], draw: Callable[[Loaded], None], found: Loaded) -> None:
        around, self._around = self._around, piece.inside
        piece.inside.clear()
        try:
            draw(found)
        finally:
            self._around = around
        piece.shown = piece.shows(found)

    def _settled(self, touched: _Piece[Loaded], found: Loaded) -> Loaded:
        """What a piece that was touched shows now. Where others change with it, this run ends and all are drawn."""
        changed = list(_changed(self._laid, touched, found))
        if changed not in ([], [touched]):
            parts.show_together(found, *(piece.part for piece in changed))
        return found


def _changed(laid: Sequence[_Piece[Loaded]], touched: _Piece[Loaded], found: Loaded) -> Iterator[_Piece[Loaded]]:
    """The pieces to draw, in the order of the page: not those inside one that is drawn anyway."""
    for piece in laid:
        if piece is touched or piece.shows(found) != piece.shown:
            yield piece
        else:
            yield from _changed(piece.inside, touched, found)
