"""The charts and tables of an audit's documents, each chart with the same in words."""

from maap.domain.disclosure import HIDDEN
from maap.domain.documents import Chart, Table
from maap.domain.ladders import Ladder, Tally
from maap.domain.sentences import counted
from maap.domain.writing.numbers import Source
from maap.domain.written_dates import spoken


def _within(ladder: Ladder, rows: tuple[Tally, ...]) -> tuple[Tally, ...]:
    keys = {domain.key for domain in ladder.domains}
    return tuple(row for row in rows if row.key in keys)


def grades(source: Source, ladder: Ladder, whose: str) -> tuple[Chart | Table, ...]:
    """Grades by domain as bars, and as a table; nothing while nothing is graded. ``whose``: own or panel."""
    rows = _within(ladder, source.facts.own if whose == "own" else source.facts.panel)
    if not any(row.graded for row in rows):
        return ()
    shown = tuple(row for row in rows if row.graded and (whose == "panel" or source.shown(row)))
    title = "How agencies graded their own practice" if whose == "own" else "What the panel agreed"
    words = tuple(rung.name for rung in ladder.rungs)
    table = Table(
        title=f"{title}, by domain",
        head=("Domain", "Graded", *words),
        rows=tuple(
            (row.name, str(row.graded), *map(str, row.steps))
            if row in shown
            else (row.name, HIDDEN if row.graded else "0", *("" for _ in words))
            for row in rows
        ),
        source=f"grades.{whose}",
    )
    if not shown:
        return (table,)
    said = "; ".join(f"{row.name}: {_counts(words, row.steps)}" for row in shown)
    bars = tuple((row.name, f"{row.graded} graded", row.steps) for row in shown)
    chart = Chart(
        title=title,
        alt=f"Stacked bars, one for each domain. {said}.",
        drawing="grades",
        levels=words,
        rows=bars,
        source=f"grades.{whose}",
    )
    return chart, table


def _counts(words: tuple[str, ...], steps: tuple[int, ...]) -> str:
    return ", ".join(f"{n} {word.lower()}" for word, n in zip(words, steps, strict=True) if n)


def by_agency(source: Source, ladder: Ladder) -> tuple[Chart | Table, ...]:
    """Agency by domain: how many grades lie in the better half. For the audit's own team alone."""
    names = tuple(domain.name for domain in ladder.domains)
    rows = [(name, _within(ladder, tallies)) for _, name, tallies in source.facts.by_agency]
    table = Table(
        title=f"Each agency's own grades: {ladder.better_words.lower()}, of all it graded",
        head=("Agency", *names),
        rows=tuple(
            (name, *(f"{row.better} of {row.graded}" if row.graded else "–" for row in tallies))
            for name, tallies in rows
        ),
        source="grades.by_agency",
    )
    chart = Chart(
        title="Each agency's own grades, by domain",
        alt="A grid of agencies and domains; the darker a cell, the more grades in the better half. The table after it "
        "says the same in numbers.",
        drawing="cells",
        levels=names,
        rows=tuple((name, "", tuple(n for row in tallies for n in (row.better, row.graded))) for name, tallies in rows),
        source="grades.by_agency",
    )
    return chart, table


def themes(source: Source, most: int = 10) -> tuple[Chart | Table, ...]:
    """The themes named most: strengths to the left, areas for development to the right."""
    rows = source.facts.themes[:most]
    if not rows:
        return ()
    said = "; ".join(f"{row.theme}: strength in {row.strengths}, area for development in {row.areas}" for row in rows)
    title = f"Themes, by the number of returns that name them ({counted(source.facts.theme_returns, 'return')})"
    chart = Chart(
        title=title,
        alt=f"Bars in two directions, strengths to the left. {said}.",
        drawing="themes",
        rows=tuple((row.theme, "", (row.strengths, row.areas)) for row in rows),
        source="themes",
    )
    table = Table(
        title=title,
        head=("Theme", "Strength", "Area for development"),
        rows=tuple((row.theme, str(row.strengths), str(row.areas)) for row in rows),
        source="themes",
    )
    return chart, table


def grid(source: Source) -> Table:
    """Every return by case and agency. For the audit's own team alone."""
    agencies = [row.agency for row in source.facts.returns]
    return Table(
        title="Returns by case and agency",
        head=("Case", *agencies),
        rows=tuple(
            (case, *(source.facts.grid.get((case, agency), "–").capitalize() for agency in agencies))
            for case in source.facts.cases
        ),
        source="returns.grid",
    )


def trends(source: Source) -> tuple[Table, ...]:
    """The years beside each other, theme by theme."""
    then, _, now = source.facts.earlier_year.partition(" and ")
    if not source.facts.trends:
        return ()
    table = Table(
        title=f"Areas for development, {then} and {now}",
        head=("Theme", then, now, "Direction"),
        rows=tuple((row.theme, row.then, row.now, row.direction) for row in source.facts.trends[:12]),
        source="trends",
    )
    return (table,)


def plan(source: Source) -> tuple[Table, ...]:
    """The actions, in order of their due dates."""
    if not source.facts.actions:
        return ()
    table = Table(
        title="Action plan",
        head=("No.", "Action", "Agency", "Owner", "Done by", "Status"),
        rows=tuple(
            (str(one.number), one.text, one.agency, one.owner, spoken(one.due), one.status.capitalize())
            for one in source.facts.actions
        ),
        source="actions",
    )
    return (table,)
