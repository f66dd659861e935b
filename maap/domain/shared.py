"""What goes outside: tiles with rounded figures, frozen; when a new one may be made; and what differs from the last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from maap.domain.guessing import Seen
from maap.domain.problems import Problem
from maap.domain.rounding import FEWEST_NEW, HIDDEN_ROW, WHY_HIDDEN, Line, figure, line
from maap.domain.sentences import are, counted

FEWEST_NEW_CASES, FEWEST_NEW_AGENCIES = FEWEST_NEW, 3
"""A new snapshot is made once this many cases from this many agencies came in since the last."""
DAYS = (14, 30, 90, 180, 365)
"""For how long a link works."""
RULE = (
    f"Counts of 1 to 7 children are {WHY_HIDDEN}. Other counts are rounded to the nearest 5, each by itself, so parts "
    "may not add up to their total. A row that would still give a small number away is hidden whole. "
    "Percentages are made of rounded counts. No agency is named and nothing that anybody wrote is shown; "
    "a kind of agency is shown from three agencies on."
)
"""What every shared page, file and address says about its figures."""
HES = "The rule is the one NHS England uses for hospital statistics."


FILES = (
    ("figures.pdf", "The whole as PDF"),
    ("figures.pptx", "The whole as slides"),
    ("figures.xlsx", "The data for Excel"),
    ("figures.csv", "The data as CSV"),
    ("figures.csv-metadata.json", "What the columns of the CSV mean"),
)
"""The files of a snapshot as a whole."""


class TileKey(StrEnum):
    """A tile that may be chosen."""

    GRADES = "grades"
    THEMES = "themes"
    DOMAINS = "domains"
    KINDS = "kinds"

    @property
    def heading(self) -> str:
        """Its heading."""
        return _TITLES[self]


_TITLES = {
    TileKey.GRADES: "What the panel agreed about the cases",
    TileKey.THEMES: "What works, and what to develop",
    TileKey.DOMAINS: "Strengths and areas in each domain",
    TileKey.KINDS: "Strengths and areas by kind of agency",
}


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SharedRow(_Value):
    """A named row. A theme has two: as a strength and as an area for development."""

    key: str
    name: str
    line: Line

    def cells(self, kept: int) -> tuple[str, ...]:
        """What its table says, total first."""
        if self.line.hidden:
            return (HIDDEN_ROW,) * (kept + 1)
        return (figure(self.line.of), *map(figure, self.line.parts[:kept]))


class SharedTile(_Value):
    """A tile. ``columns`` name the parts that are shown; a part beyond them (cases left over) is not."""

    key: TileKey
    name: str
    title: str
    sentence: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[SharedRow, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The heads of its table."""
        return (self.first, "Cases", *self.columns)

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """Its table, the same that its chart, files and address hold."""
        return tuple((row.name, *row.cells(len(self.columns))) for row in self.rows)

    @property
    def hidden(self) -> int:
        """How many cells hide a number."""
        return sum(cell in (HIDDEN_ROW, figure(None)) for row in self.table for cell in row[1:])

    @property
    def tells(self) -> bool:
        """Whether any row says more than that it is hidden."""
        return any(not row.line.hidden for row in self.rows)


class SharedBody(_Value):
    """All that a snapshot shows. ``cases``: rounded."""

    cases: int | None
    agencies: int
    tiles: tuple[SharedTile, ...]

    def tile(self, name: str) -> SharedTile | None:
        """The tile of this name."""
        return next((tile for tile in self.tiles if tile.name == name), None)


Totals = dict[str, int]
"""By tile and row: of how many cases it was, and its parts: kept apart and never shown."""
Before = Mapping[str, Sequence[Seen]]
"""By tile and row: how earlier snapshots showed it, from the oldest on."""


class TooSoon(Problem):
    """Too little is new: two snapshots beside each other would tell what one case said."""

    def __init__(self, cases: int, agencies: int) -> None:
        super().__init__(
            f"A new snapshot needs at least {FEWEST_NEW_CASES} new cases from {FEWEST_NEW_AGENCIES} agencies since the "
            f"last one that was approved, so that nobody can tell one case by comparing the two. "
            f"So far: cases {cases}, agencies {agencies}."
        )


def refuse_too_soon(cases: int, agencies: int, closed_and_first: bool) -> None:
    """Raises TooSoon. Of a closed audit one snapshot may always be made, its first."""
    if not closed_and_first and (cases < FEWEST_NEW_CASES or agencies < FEWEST_NEW_AGENCIES):
        raise TooSoon(cases, agencies)


def refuse_period(days: int) -> timedelta:
    """How long a link works. Raises Problem."""
    if days not in DAYS:
        raise Problem(f"A link works for {', '.join(map(str, DAYS[:-1]))} or {DAYS[-1]} days. Choose one of these.")
    return timedelta(days=days)


def place(tile: str, row: str) -> str:
    """The name of a row among the totals."""
    return f"{tile}/{row}"


def grades_tile(
    name: str, columns: Sequence[str], better: int, rows: Sequence[tuple[str, str, Sequence[int]]], before: Before
) -> SharedTile:
    """Grades of cases: a row for each domain, its cases by level, best first. ``better``: levels of the better half."""
    kept = tuple(
        SharedRow(key=key, name=words, line=line(parts, before.get(place(name, key), ()))) for key, words, parts in rows
    )
    return SharedTile(
        key=TileKey.GRADES,
        name=name,
        title=TileKey.GRADES.heading,
        sentence=_grades_said(kept, columns, better),
        first="Domain",
        columns=tuple(columns),
        rows=kept,
    )


def _grades_said(rows: Sequence[SharedRow], columns: Sequence[str], better: int) -> str:
    """In words made only of what is shown."""
    shown = [row for row in rows if not row.line.hidden and row.line.of]
    words = columns[better - 1] + (" or better" if better > 1 else "")
    mostly = [
        row.name for row in shown if sum(part or 0 for part in row.line.parts[:better]) >= 0.6 * (row.line.of or 0)
    ]
    left = len(rows) - len(shown)
    of = counted(len(rows), "domain")
    apart = f" {left} of {of} {are(left, len(rows))} {WHY_HIDDEN}." if left and shown else ""
    if not shown:
        return f"The figures are {WHY_HIDDEN}: there are too few cases to show any."
    if not mostly:
        return f"In no domain can it be said that most cases are {words}.{apart}"
    return f"Most cases are {words} in {len(mostly)} of {of}: {', '.join(mostly)}.{apart}"


def with_parts(at: str, parts: Sequence[int]) -> Totals:
    """What is kept of a row: its true total, and its true parts by their number."""
    return {at: sum(parts)} | {f"{at}#{number}": n for number, n in enumerate(parts)}


def seen_before(snapshots: Sequence[tuple[SharedBody, Totals]]) -> dict[str, list[Seen]]:
    """How snapshots that went out showed each row, from the oldest on."""
    found: dict[str, list[Seen]] = {}
    for body, totals in snapshots:
        for tile in body.tiles:
            for row in tile.rows:
                at = place(tile.name, row.key)
                parts = [f"{at}#{number}" for number in range(len(row.line.parts))]
                true = [totals[part] for part in parts] if parts[0] in totals else []
                found.setdefault(at, []).append(row.line.seen(totals.get(at, 0), true))
    return found


def differences(old: SharedBody | None, new: SharedBody) -> tuple[tuple[str, str, str, str], ...]:
    """Each cell that reads otherwise than in the last snapshot: where, which column, what it was, what it is."""
    was = dict(_cells(old)) if old else {}
    now = dict(_cells(new))
    both = list(dict.fromkeys((*was, *now)))
    return tuple(
        (*at, was.get(at, "not there"), now.get(at, "not there"))
        for at in both
        if was.get(at, "not there") != now.get(at, "not there")
    )


def _cells(body: SharedBody) -> Iterator[tuple[tuple[str, str], str]]:
    for tile in body.tiles:
        for row in tile.table:
            for head, cell in zip(tile.head[1:], row[1:], strict=True):
                yield (f"{tile.title}: {row[0]}", head), cell
