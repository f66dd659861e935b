"""A chart as a value: what it says in a sentence, and its rows with their numbers. Nothing of how it looks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from maap.domain.sentences import counted


class Drawing(StrEnum):
    """How rows are drawn: bars in parts, cells that say their count, steps through time, years, or words alone."""

    BARS = "bars"
    CELLS = "cells"
    STEPS = "steps"
    YEARS = "years"
    WORDS = "words"


class Colours(StrEnum):
    """What the parts of a bar mean: levels from the best down, strength and area, or what is done and what is late."""

    ORDERED = "ordered"
    SIDES = "sides"
    PROGRESS = "progress"


@dataclass(frozen=True)
class Row:
    """One row. ``parts``: a number for each column. ``said``: what a cell says; ``shades``: how dark it is, 0 to 1.

    ``further``: what its table says besides.
    """

    key: str
    name: str
    parts: tuple[int, ...] = ()
    note: str = ""
    said: tuple[str, ...] = ()
    shades: tuple[float, ...] = ()
    further: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A measure, ready to be drawn. ``columns`` names the parts or the cells; ``n`` says how many were counted.

    ``keys``: what the columns stand for, where a click on a cell leads to what is behind it; else their places.
    ``further``: names of the further columns of its table.
    """

    sentence: str
    drawing: Drawing = Drawing.WORDS
    first: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    n: str = ""
    colours: Colours = Colours.ORDERED
    keys: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


def cells(key: str, name: str, counted: tuple[tuple[int, int], ...]) -> Row:
    """A row of cells that each say «3 of 4»; the larger the part, the darker."""
    return Row(
        key,
        name,
        said=tuple(f"{n} of {of}" if of else "–" for n, of in counted),
        shades=tuple(n / of if of else 0.0 for n, of in counted),
        parts=tuple(of for _, of in counted),
    )


def counts(key: str, name: str, numbers: tuple[int, ...], most: int) -> Row:
    """A row of cells that each say how many; the more, the darker."""
    return Row(
        key,
        name,
        parts=numbers,
        said=tuple(str(n) if n else "–" for n in numbers),
        shades=tuple(n / most if most else 0.0 for n in numbers),
    )


def of_each(sentence: str, first: str, column: str, numbers: Mapping[str, int], n: str) -> Picture:
    """A bar for each name that there is any of."""
    rows = tuple(Row(name, name, (many,), str(many)) for name, many in numbers.items() if many)
    return Picture(sentence, Drawing.BARS if rows else Drawing.WORDS, first, (column,), rows, n)


def in_time(first: str, numbers: Iterable[tuple[str, str, int, int]], say: Callable[[int, int], str]) -> Picture:
    """Returns in time and late: ``numbers`` key, name, in time and late of each row; ``say`` the sentence over all."""
    rows = tuple(Row(key, name, (good, late), f"{good} of {good + late} in time") for key, name, good, late in numbers)
    good, late = (sum(row.parts[at] for row in rows) for at in (0, 1))
    drawing, whole = Drawing.BARS if rows else Drawing.WORDS, counted(good + late, "return")
    return Picture(say(good, late), drawing, first, ("In time", "Late"), rows, whole, Colours.PROGRESS)
