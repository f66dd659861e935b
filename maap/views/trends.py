"""Themes across the years: from the frozen figures of closed audits, and from what was published of earlier ones."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from maap.access import desk
from maap.domain.earlier import Theme as PublishedTheme
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.domain.theme_years import EveryYear
from maap.domain.trends import Named, Published, ThemeTrend, Told, areas
from maap.storage.earlier import Kept, earlier_audits
from maap.storage.tables import Audit, Figure, Theme
from maap.views.figures_shown import all_shown, closed_audits, shown
from maap.views.open_actions import open_actions

_Years = dict[int, dict[str, Told]]
"""By theme and year."""


@dataclass(frozen=True)
class PublishedRow:
    """A row of a published table, word for word: what was an area then, what improved, what is still to do."""

    theme: str
    source: str
    then: str
    improved: str
    still_to_do: str
    direction: str
    still_open: bool | None


@dataclass(frozen=True)
class ThemeTrends:
    """The themes of two years, and of every year. ``then`` is empty while there is only one year.

    ``units``: what was counted in the two. ``all_seen``: no audit is left out for this reader.
    """

    years: tuple[str, ...]
    then: str
    now: str
    rows: tuple[ThemeTrend, ...]
    published: tuple[PublishedRow, ...]
    every: tuple[EveryYear, ...]
    units: tuple[str, ...]
    all_seen: bool


def theme_trends(session: Session, actor: Actor, then: str = "", now: str = "") -> ThemeTrends | None:
    """What became of the areas for development from one year to another, by default the two latest.

    None without any closed or earlier audit.
    """
    desk(actor, Permission.SEE_RESULTS)
    audits, kept = closed_audits(session, actor), earlier_audits(session)
    years = tuple(sorted({audit.year for audit in audits.values()} | {one.audit.year for one in kept}))
    if not years:
        return None
    now = now if now in years else years[-1]
    before = [year for year in years if year < now]
    then = then if then in before else before[-1] if before else ""
    told = _counted(session, actor, audits) if audits else {}
    _add_published(told, kept)
    _follow_merged(session, told)
    names, to_do = _names(session, told), open_actions(session, actor)
    every = tuple(
        EveryYear(
            theme_id,
            ThemeTrend(names[theme_id], one.get(then, Told()), one.get(now, Told()), then, to_do.get(theme_id, 0)),
            tuple(one.get(year, Told()) for year in years),
        )
        for theme_id, one in told.items()
    )
    rows = areas(one.trend for one in every)
    return ThemeTrends(
        years=years,
        then=then,
        now=now,
        rows=rows,
        published=tuple(_published_rows(kept, then, now)),
        every=every,
        units=tuple(sorted({one.unit for row in rows for told in (row.then, row.now) for one in told.counts})),
        all_seen=all_shown(session, actor),
    )


def _counted(session: Session, actor: Actor, audits: Mapping[int, Audit]) -> _Years:
    """Of closed audits. A theme that nobody named in a year is named in none of its returns."""
    strengths, areas_named = (_sum_of(col(Figure.polarity) == polarity) for polarity in ("strength", "area"))
    theme, audit = col(Figure.theme_id), col(Figure.audit_id)
    found = session.execute(
        select(theme, audit, strengths, areas_named, func.sum(Figure.n))
        .where(
            col(Figure.measure) == Measure.THEMES,
            col(Figure.domain) == "",
            audit.in_(audits),
            shown(session, actor, Measure.THEMES, audits),
        )
        .group_by(theme, audit)
        .order_by(theme, audit)
    )
    summed: dict[tuple[int | None, str], tuple[int, int, int]] = {}
    for theme_id, audit_id, *more in found:
        key = (theme_id, audits[audit_id].year)
        strong, weak, n = summed.get(key, (0, 0, 0))
        summed[key] = (strong + int(more[0]), weak + int(more[1]), n + int(more[2]))
    returns = {of_year: n for (theme_id, of_year), (_, _, n) in summed.items() if theme_id is None}
    told: _Years = {}
    for (theme_id, of_year), (strong, weak, _) in summed.items():
        if theme_id is not None:
            unnamed = {each: Told((Named(returns=n),)) for each, n in returns.items()}
            of_theme = told.setdefault(theme_id, unnamed)
            of_theme[of_year] = Told((Named(strong, weak, returns.get(of_year, 0)),))
    return told


def _sum_of(condition: Any) -> Any:
    return func.sum(case((condition, col(Figure.n)), else_=0))


def _add_published(told: _Years, kept: tuple[Kept, ...]) -> None:
    for one in kept:
        by_theme: dict[int, list[PublishedTheme]] = {}
        for theme_id, theme in zip(one.theme_ids, one.audit.themes, strict=False):
            by_theme.setdefault(theme_id, []).append(theme)
        for theme_id, themes in by_theme.items():
            of_theme = told.setdefault(theme_id, {})
            of_theme[one.audit.year] = _with(of_theme.get(one.audit.year, Told()), one, themes)


def _with(before: Told, one: Kept, themes: list[PublishedTheme]) -> Told:
    """What a year says about a theme, and what this publication adds. Counts of the same unit are added."""
    counts = {each.unit: each for each in before.counts}
    if any(theme.count is not None for theme in themes):
        strong, weak = (sum(theme.count or 0 for theme in themes if theme.polarity == side) for side in _SIDES)
        had = counts.get(one.audit.unit, Named(unit=one.audit.unit))
        whole = None if had.returns is None or one.audit.n is None else had.returns + one.audit.n
        counts[one.audit.unit] = replace(had, strengths=had.strengths + strong, areas=had.areas + weak, returns=whole)
    said = tuple(_published(one, theme) for theme in themes)
    return Told(tuple(counts.values()), (*before.published, *said))


_SIDES = ("strength", "area")


def _published(one: Kept, theme: PublishedTheme) -> Published:
    return Published(
        source=one.audit.audit,
        label=theme.label or theme.theme,
        polarity=theme.polarity,
        since=one.audit.compared_with,
        direction=theme.direction,
        still_open=theme.still_open,
        then=theme.then,
        improved=theme.improved,
        still_to_do=theme.still_to_do,
        percentage=theme.percentage,
    )


def _follow_merged(session: Session, told: _Years) -> None:
    """A year in which only one of the themes that became one was named speaks for the theme they became.

    A year in which more of them were named keeps these apart: nobody can say any more in how many returns any was.
    """
    merged = select(col(Theme.id), col(Theme.merged_into_id)).where(col(Theme.merged_into_id).is_not(None))
    pairs = session.execute(merged.where(col(Theme.id).in_(told)).order_by(col(Theme.id))).all()
    named = Counter((new, year) for old, new in pairs for year, one in told[old].items() if _is_named(one))
    for old, new in pairs:
        later = told.setdefault(new, {})
        for year, one in list(told[old].items()):
            if named[new, year] < 2 and not _is_named(later.get(year, Told())):
                later[year] = one
                del told[old][year]
        if not any(map(_is_named, told[old].values())):
            del told[old]


def _is_named(one: Told) -> bool:
    return bool(one.published) or one.areas or one.strengths


def _names(session: Session, told: _Years) -> dict[int, str]:
    """Closed audits keep a theme's name of then; what it was merged into is said beside it."""
    now = aliased(Theme)
    rows = session.execute(
        select(col(Theme.id), col(Theme.name), col(now.name))
        .join(now, col(now.id) == Theme.merged_into_id, isouter=True)
        .where(col(Theme.id).in_(told))
    )
    return {theme_id: f"{name} (now part of {into})" if into else name for theme_id, name, into in rows}


def _published_rows(kept: tuple[Kept, ...], then: str, now: str) -> Iterator[PublishedRow]:
    """Tables that the later year's publications printed about these two years, in their own order."""
    for one in kept:
        if one.audit.year == now and one.audit.compared_with in ("", then):
            for theme in one.audit.themes:
                if theme.then or theme.improved or theme.still_to_do:
                    yield PublishedRow(
                        theme=theme.label or theme.theme,
                        source=one.audit.source or f"{one.audit.audit} {one.audit.title}",
                        then=theme.then,
                        improved=theme.improved,
                        still_to_do=theme.still_to_do,
                        direction=theme.direction,
                        still_open=theme.still_open,
                    )
