"""How a count of children may go outside: nought as it is, one to seven hidden, the rest to the nearest five.

The rule of NHS England for hospital statistics. Totals are rounded apart and never summed from what is shown;
percentages come from rounded numbers alone; and a row that would still give a small number away is hidden whole.
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from maap.domain.guessing import Seen, gives_away
from maap.domain.tuning import Parts, could_be_tuned

SMALLEST_SHOWN = 8
"""The smallest count, other than nought, that is shown at all."""
FEWEST_NEW = 5
"""A row is shown anew once so many cases came to it since it was last shown: fewer would be told by comparing."""
HIDDEN_COUNT = "1 to 7"
HIDDEN_ROW = "hidden"
WHY_HIDDEN = "hidden to protect children"
_FEW_FROM = 20
"""From a total of this many on, one to seven are «a few»."""


def rounded(n: int) -> int | None:
    """The only way in which a count becomes visible: None where one to seven are hidden."""
    if n == 0:
        return 0
    return None if n < SMALLEST_SHOWN else 5 * ((n + 2) // 5)


class Line(BaseModel):
    """A row as it may be shown. ``of``: the rounded total; ``hidden``: nothing but its name is shown."""

    model_config = ConfigDict(frozen=True)
    of: int | None
    parts: tuple[int | None, ...]
    hidden: bool = False

    def seen(self, total: int, true: Sequence[int] = ()) -> Seen:
        """What an outsider knows of the row, who also knows from elsewhere how many cases there were."""
        return Seen(total, None if self.hidden else self.parts, len(self.parts), tuple(true))


def line(parts: Sequence[int], before: Sequence[Seen] = ()) -> Line:
    """A row whose parts are all the cases there are. ``before``: the same row as earlier snapshots showed it."""
    total = sum(parts)
    if total == 0:
        return Line(of=0, parts=tuple(map(rounded, parts)))
    known: dict[tuple[Parts, int], Parts | None] = {}

    def shown(true: tuple[int, ...], then: Sequence[Seen]) -> Parts | None:
        looks = tuple(map(rounded, true)), len(then)
        if looks not in known:
            known[looks] = _shown_by_itself(sum(true), looks[0], then)
        return known[looks]

    told = None if could_be_tuned(shown, parts, before) else shown(tuple(parts), before)
    if told is None:
        return Line(of=rounded(total), parts=(None,) * len(parts), hidden=True)
    return Line(of=rounded(total), parts=told)


def _shown_by_itself(total: int, looks: Parts, before: Sequence[Seen]) -> Parts | None:
    """A row to whoever was only ever shown it and its total; None where that would give a small number away."""
    hidden = total < SMALLEST_SHOWN or _too_few_new(total, before)
    return None if hidden or gives_away((*before, Seen(total, looks, len(looks)))) else looks


def _too_few_new(total: int, before: Sequence[Seen]) -> bool:
    """Whether comparing with the last time that the row was shown would tell what one to four cases said."""
    shown = [seen.total for seen in before if seen.parts is not None]
    return bool(shown) and 0 < abs(total - shown[-1]) < FEWEST_NEW


def figure(n: int | None) -> str:
    """A count in a table."""
    return HIDDEN_COUNT if n is None else f"{n:,}"


def percent(n: int | None, of: int | None) -> int | None:
    """A whole percentage of rounded numbers; None where one of them is hidden."""
    return None if n is None or not of else min(100, round(100 * n / of))


def in_words(n: int | None, of: int | None) -> str:
    """A part where figures must go: «none», «a few», «some», «about half», «most», «nearly all»."""
    if n is None or not of:
        return "a few" if n is None and of and of >= _FEW_FROM else "some"
    if n == 0:
        return "none"
    share = n / of
    for least, words in ((0.95, "nearly all"), (0.6, "most"), (0.4, "about half"), (0.2, "some")):
        if share >= least:
            return words
    return "a few"
