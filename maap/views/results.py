"""Results of one audit, as its charts draw them. What a reader may not see is left out here, not on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, literal, select, true
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.disclosure import SHOWN, Withheld
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.storage.counted_rows import how_many
from maap.storage.counting import counts
from maap.storage.tables import Agency, Case, Return, Theme
from maap.views.enough import a_few_can_be_told, enough_for, graded_enough, naming_somebody, said_by_agency, tellable
from maap.views.scene import Chosen, audience_of

MOST_THEMES = 10
WHOLE = Chosen()
Rows = Mapping[str, Mapping[str, int]]
"""By the key of a row (a domain): how often each level was given."""


@dataclass(frozen=True)
class Progress:
    """Returns of an agency, or of several together. ``longest``: days since the earliest missed due date."""

    agency_id: int | None
    agency: str
    handed_in: int
    under_way: int
    not_started: int
    late: int
    longest: int

    @property
    def due(self) -> int:
        """Returns asked for."""
        return self.handed_in + self.under_way + self.not_started + self.late


def returns_in(session: Session, actor: Actor, audit_id: int) -> tuple[Progress, ...]:
    """Returns in against due; «not known to us» is in. Late ones are counted as late only.

    One row an agency; for the partnership the reader's own, and the others together.
    """
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    if place.audit.stage == Stage.CLOSED:
        return _returns_of_closed(session, place)
    who, name = _grouping(place, col(Return.agency_id), col(Agency.short_name))
    is_in = col(Return.state).in_(HANDED_IN)
    late = and_(~is_in, col(Return.due) < actor.today)
    started = col(Return.state) != ReturnState.NOT_STARTED
    first_missed = func.min(case((late, col(Return.due))))
    found = session.execute(
        select(
            who.label("who"),
            func.min(name),
            how_many(is_in),
            how_many(~is_in & ~late & started),
            how_many(~is_in & ~late & ~started),
            how_many(late),
            first_missed,
        )
        .select_from(Return)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(col(Return.audit_id) == audit_id, col(Case.status) == "drawn")
        .group_by("who")
        .order_by(func.min(col(Agency.position)), func.min(col(Agency.id)))
    )
    return tuple(
        Progress(who or None, name, int(there), int(under_way), int(waiting), int(behind), _days(missed, actor.today))
        for who, name, there, under_way, waiting, behind, missed in sorted(found, key=lambda row: not row[0])
    )


def _returns_of_closed(session: Session, place: Seat) -> tuple[Progress, ...]:
    """The same from the frozen figures: an audit of years ago may have no returns here. Nothing is late any more."""
    source = counts(place.audit, Measure.RETURNS).c
    who, name = _grouping(place, source.agency_id, col(Agency.short_name))
    is_in, started = source.grade.in_(HANDED_IN), source.grade != ReturnState.NOT_STARTED
    found = session.execute(
        select(
            who.label("who"),
            func.min(name),
            _sum_of(source.n, is_in),
            _sum_of(source.n, ~is_in & started),
            _sum_of(source.n, ~is_in & ~started),
        )
        .select_from(Agency)
        .join(source.agency_id.table, col(Agency.id) == source.agency_id)
        .group_by("who")
        .order_by(func.min(col(Agency.position)), func.min(col(Agency.id)))
    )
    return tuple(
        Progress(agency or None, named, int(there), int(under_way), int(waiting), 0, 0)
        for agency, named, there, under_way, waiting in sorted(found, key=lambda row: not row[0])
    )


@dataclass(frozen=True)
class AgencyRows:
    """How one agency, or several together, graded each domain."""

    agency_id: int | None
    agency: str
    rows: Rows


@dataclass(frozen=True)
class Grades:
    """How agencies graded their own practice. ``together``: the chosen part; ``by_agency``: all of it."""

    together: Rows
    by_agency: tuple[AgencyRows, ...]


def grades(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Grades:
    """How often each level, by domain, and domain by agency: both out of one statement. Raises Withheld.

    For the partnership a domain is there once enough agencies besides the reader's own have graded it and the numbers
    tell of none of them what it said; by agency there are the reader's own, and those others together.
    """
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    _refuse_one_agency(place, chosen)
    inside = SHOWN[audience_of(place)].agencies
    found = _graded(session, place, inside)
    shown = [row for row in found if row.safe]
    if not inside:
        told = {domain for _, domain in tellable((row[:7] for row in shown), actor.agency_id)}
        shown = [row for row in shown if row.domain not in told]
    together = (row for row in shown if chosen.domain in ("", row.domain) and chosen.agency_id in (None, row.agency_id))
    own = (row for row in found if inside or row.agency_id == actor.agency_id)
    others = (row for row in shown if not inside and row.agency_id != actor.agency_id)
    each = [*((row.agency_id, row.agency, row) for row in own), *((None, _together(actor), row) for row in others)]
    return Grades(_added_up((row.domain, row.grade, row.n) for row in together), _by_agency(each))


def _graded(session: Session, place: Seat, inside: bool) -> Sequence[Any]:
    """Who gave each level how often; ``safe``: whether somebody of the partnership may see it beside others."""
    source = counts(place.audit, Measure.GRADES).c
    safe = literal(True) if inside else graded_enough(place, source)
    return session.execute(
        said_by_agency(literal(place.id), source)
        .add_columns(func.min(col(Agency.short_name)).label("agency"), safe.label("safe"))
        .join(Agency, col(Agency.id) == source.agency_id)
        .order_by(func.min(col(Agency.position)), source.agency_id, source.domain, source.grade)
    ).all()


def _by_agency(each: Iterable[tuple[int | None, str, Any]]) -> tuple[AgencyRows, ...]:
    gathered: dict[tuple[int | None, str], list[tuple[str, str, int]]] = {}
    for agency_id, agency, row in each:
        gathered.setdefault((agency_id, agency), []).append((row.domain, row.grade, row.n))
    return tuple(AgencyRows(*who, _added_up(rows)) for who, rows in gathered.items())


def panel_grades(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Rows:
    """What the panel agreed for the cases: by domain, how often each level. It stands beside the agencies' own."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    source = counts(place.audit, Measure.PANEL).c
    whole = Chosen(domain=chosen.domain)
    statement = select(source.domain, source.grade, func.sum(source.n)).where(_within(place, source, whole))
    return _added_up(session.execute(statement.group_by(source.domain, source.grade)))


@dataclass(frozen=True)
class ThemeCount:
    """In how many returns a theme is named, as a strength and as an area for development."""

    theme_id: int
    theme: str
    strengths: int
    areas: int


@dataclass(frozen=True)
class ThemeCounts:
    """The themes named most. ``returns``: returns that name any. ``kept_back``: too few agencies to show them."""

    rows: tuple[ThemeCount, ...]
    returns: int
    kept_back: bool = False


def themes(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> ThemeCounts:
    """Themes by strength and area for development, the most named first; ten at most. Raises Withheld."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    source = counts(place.audit, Measure.THEMES).c
    strengths, areas = (_sum_of(source.n, source.polarity == polarity) for polarity in ("strength", "area"))
    others = func.count(distinct(case((source.agency_id != (actor.agency_id or 0), source.agency_id))))
    found = session.execute(
        select(source.theme_id, func.min(col(Theme.name)), strengths, areas, func.sum(source.n), others)
        .join(Theme, col(Theme.id) == source.theme_id, isouter=True)
        .where(_within(place, source, chosen), source.domain == chosen.domain)
        .group_by(source.theme_id)
        .order_by(source.theme_id.is_not(None), (strengths + areas).desc(), strengths.desc(), func.min(Theme.name))
        .limit(MOST_THEMES + 1)
    ).all()
    if not found:
        return ThemeCounts((), 0)
    _, _, _, _, returns, contributing = found[0]
    if not SHOWN[audience_of(place)].agencies:
        told = not chosen.domain and a_few_can_be_told(session, place)
        told = told or chosen.domain in naming_somebody(session, place)
        if told or contributing < enough_for(place, chosen.domain):
            return ThemeCounts((), 0, kept_back=True)
    return ThemeCounts(tuple(ThemeCount(*row[:4]) for row in found[1:]), returns)


def _sum_of(n: Any, condition: Any) -> Any:
    return func.sum(case((condition, n), else_=0))


def _days(missed: date | None, today: date) -> int:
    return (today - missed).days if missed else 0


def _grouping(place: Seat, agency_id: Any, name: Any) -> tuple[Any, Any]:
    """What rows are grouped by: each agency, or the reader's own and all the others as one."""
    if SHOWN[audience_of(place)].agencies:
        return agency_id, name
    mine = agency_id == (place.actor.agency_id or 0)
    return case((mine, agency_id), else_=0), case((mine, name), else_=_together(place.actor))


def _together(actor: Actor) -> str:
    """What agencies are called that are shown as one: others, to a reader who has an agency of their own."""
    return "Others together" if actor.agency_id else "All agencies together"


def _refuse_one_agency(place: Seat, chosen: Chosen) -> None:
    """Raises Withheld for an agency that this reader may not single out."""
    if chosen.agency_id is not None and not SHOWN[audience_of(place)].agencies:
        raise Withheld


def _within(place: Seat, source: Any, chosen: Chosen) -> ColumnElement[bool]:
    """The chosen part. Raises Withheld."""
    _refuse_one_agency(place, chosen)
    return and_(
        true(),
        *([source.agency_id == chosen.agency_id] if chosen.agency_id is not None else []),
        *([source.domain == chosen.domain] if chosen.domain else []),
    )


def _added_up(rows: Iterable[Any]) -> Rows:
    """Domain, level and how often: several agencies may stand in rows of their own."""
    gathered: dict[str, dict[str, int]] = {}
    for domain, grade, n in rows:
        levels = gathered.setdefault(domain, {})
        levels[grade] = levels.get(grade, 0) + int(n)
    return gathered
