"""Themes beside each other on a dashboard, for the audit's own team: by domain, by agency, in pairs, in one case."""

from typing import Any

from sqlalchemy import Integer, cast, func, select
from sqlmodel import Session, col

from maap.access import seat
from maap.domain import board_words as say
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.domain.pictures import Colours, Drawing, Picture, Row
from maap.domain.pictures import counts as numbers
from maap.domain.sentences import counted
from maap.storage.counting import counts
from maap.storage.forms import form
from maap.storage.tables import Agency, Theme
from maap.views.board_grades import team
from maap.views.scene import Chosen

WHOLE = Chosen()
MOST = 10
_NO_THEMES = "No area for development has been named here yet."
Found = list[tuple[str, str, int]]
"""A theme, a place, and in how many returns it is named there."""
Keys = dict[str, str]
"""By name: the id behind it, for what is behind a cell."""


def theme_domains(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Picture:
    """Areas for development by domain."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.THEMES).c
    named = {domain.key: domain.name for domain in form(place.audit).domains}
    found = session.execute(
        select(func.min(col(Theme.name)), source.domain, func.sum(source.n), source.theme_id)
        .join(Theme, col(Theme.id) == source.theme_id)
        .where(source.polarity == "area", source.domain > "", *_of_agency(source, chosen))
        .group_by(source.theme_id, source.domain)
    ).all()
    rows = [(theme, named.get(domain, domain), int(n)) for theme, domain, n, _ in found]
    places = {name: key for key, name in named.items() if any(row[1] == name for row in rows)}
    return _table(rows, places, {theme: str(theme_id) for theme, _, _, theme_id in found})


def theme_agencies(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Picture:
    """Areas for development by agency."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.THEMES).c
    found = session.execute(
        select(
            func.min(col(Theme.name)),
            func.min(col(Agency.short_name)),
            func.sum(source.n),
            source.theme_id,
            source.agency_id,
        )
        .join(Theme, col(Theme.id) == source.theme_id)
        .join(Agency, col(Agency.id) == source.agency_id)
        .where(source.polarity == "area", source.domain == chosen.domain, *_of_agency(source, chosen))
        .group_by(source.theme_id, source.agency_id)
        .order_by(func.min(col(Agency.position)), func.min(col(Agency.id)))
    ).all()
    rows = [(theme, agency, int(n)) for theme, agency, n, _, _ in found]
    places = {agency: str(agency_id) for _, agency, _, _, agency_id in found}
    return _table(rows, places, {theme: str(theme_id) for theme, _, _, theme_id, _ in found})


def _of_agency(source: Any, chosen: Chosen) -> list[Any]:
    return [source.agency_id == chosen.agency_id] if chosen.agency_id is not None else []


def _table(found: Found, places: Keys, themes: Keys) -> Picture:
    """Themes down, the most named first; places across."""
    sums: dict[str, int] = {}
    for theme, _, n in found:
        sums[theme] = sums.get(theme, 0) + n
    shown = sorted(sums, key=lambda theme: (-sums[theme], theme))[:MOST]
    at = {(theme, place): n for theme, place, n in found}
    most = max(at.values(), default=0)
    return Picture(
        say.most_named(found, "an area for development", _NO_THEMES),
        Drawing.CELLS,
        "Theme",
        tuple(places),
        tuple(numbers(themes[t], t, tuple(at.get((t, place), 0) for place in places), most) for t in shown),
        counted(sum(sums.values()), "naming"),
        keys=tuple(places.values()),
    )


def pairs(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """Themes that returns name together, the most frequent pairs first."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.PAIRS).c
    other = Theme.__table__.alias("other")  # type: ignore[attr-defined]
    found = session.execute(
        select(col(Theme.name), other.c.name, source.n, source.theme_id, source.grade)
        .join(Theme, col(Theme.id) == source.theme_id)
        .join(other, other.c.id == cast(source.grade, Integer))
        .order_by(source.n.desc(), col(Theme.name), other.c.name)
        .limit(MOST)
    ).all()
    rows = [(one, two, int(n)) for one, two, n, _, _ in found]
    keys = [f"{first}/{second}" for _, _, _, first, second in found]
    return Picture(
        say.pairs(rows),
        Drawing.BARS,
        "Pair of themes",
        ("Returns that name both",),
        tuple(Row(key, f"{_short(one)} + {_short(two)}", (n,)) for key, (one, two, n) in zip(keys, rows, strict=True)),
        f"{counted(len(rows), 'pair')} shown",
    )


def _short(theme: str) -> str:
    return theme if len(theme) <= 19 else theme[:18].rstrip() + "…"  # two stand above one bar


def both(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """Themes that are a strength and an area for development in the same case."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.BOTH).c
    found: dict[str, dict[str, int]] = {}
    keys: Keys = {}
    asked = select(col(Theme.name), source.polarity, source.n, source.theme_id)
    for theme, side, n, theme_id in session.execute(asked.join(Theme, col(Theme.id) == source.theme_id)):
        found.setdefault(theme, {})[side] = int(n)
        keys[theme] = str(theme_id)
    shown = sorted(found, key=lambda theme: (-found[theme].get("both", 0), -sum(found[theme].values()), theme))[:MOST]
    sides = ("strength", "area", "both")
    rows = [Row(keys[name], name, tuple(found[name].get(side, 0) for side in sides)) for name in shown]
    return Picture(
        say.both([(row.name, row.parts[2]) for row in rows]),
        Drawing.BARS,
        "Theme",
        ("Strength only", "Area only", "Both"),
        tuple(Row(r.key, r.name, r.parts, counted(sum(r.parts), "case")) for r in rows),
        counted(sum(sum(row.parts) for row in rows), "theme in a case", "themes in cases"),
        Colours.SIDES,
    )
