"""Which figures of several agencies together the partnership sees: those behind which enough agencies stand."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, false, func, literal, or_, select, true
from sqlmodel import Session

from maap.access import Seat
from maap.domain.disclosure import FEWEST_OTHERS, fewest_others, names_somebody
from maap.domain.ladders import Ladder, ladders
from maap.domain.measures import Measure
from maap.domain.questionnaire import Grade, Themes
from maap.storage.counting import counts
from maap.storage.forms import form


def graded_enough(place: Seat, source: Any) -> ColumnElement[bool]:
    """Grades that somebody of the partnership sees together, out of a count of grades.

    A domain is there once enough agencies besides the reader's own graded it; «not known» grades nothing. Grades on
    another scale than the domain's own are left out: they come from a question that few agencies may have been asked.
    """
    scales = ladders(form(place.audit)) if place.audit.questionnaire is not None else ()
    restricted = form(place.audit).restricted(Grade) if scales else frozenset()
    counted = counts(place.audit, Measure.GRADES).c
    on_scale = _on_ladders(scales, source, apart=True)
    return and_(on_scale, source.domain.in_(_domains(place, counted, _on_ladders(scales, counted), restricted)))


def a_few_can_be_told(session: Session, place: Seat) -> bool:
    """Whether themes of the whole audit, less those of the domains that are shown, would be those of named agencies.

    So it is where a domain that only some agencies are asked about is kept back, and somebody named a theme in it. And
    where there are two such domains: returns that name themes in both come from the few that are asked about both.
    """
    restricted = form(place.audit).restricted(Themes) if place.audit.questionnaire is not None else frozenset()
    if len(restricted) != 1:
        return bool(restricted)
    source = counts(place.audit, Measure.THEMES).c
    named = and_(source.domain.in_(restricted), source.theme_id.is_(None))
    enough = _domains(place, source, named, restricted)
    others = named & (source.agency_id != (place.actor.agency_id or 0)) & source.domain.not_in(enough)
    return session.execute(select(source.domain).where(others).limit(1)).first() is not None


def enough_for(place: Seat, domain: str) -> int:
    """How many agencies besides the reader's own must have named themes in a domain before they are shown."""
    restricted = form(place.audit).restricted(Themes) if place.audit.questionnaire is not None else frozenset()
    least = fewest_others(place.actor.agency_id)
    return max(least, FEWEST_OTHERS) if domain in restricted else least


def naming_somebody(session: Session, place: Seat) -> frozenset[str]:
    """Domains of whose themes the numbers alone would tell this reader what another agency named; empty for all."""
    rows = session.execute(said_by_agency(literal(place.id), counts(place.audit, Measure.THEMES).c))
    return frozenset(domain for _, domain in tellable(rows, place.actor.agency_id))


def said_by_agency(audit_id: Any, source: Any) -> Select[Any]:
    """What `tellable` reads, out of counts of grades or of themes: audit, domain, agency, what, in how many returns."""
    what = (source.theme_id, source.polarity, source.grade)
    each = (audit_id, source.domain, source.agency_id)
    return select(*each, *what, func.sum(source.n).label("n")).group_by(*each, *what)


def tellable(rows: Iterable[Any], agency_id: int | None) -> Iterator[tuple[int, str]]:
    """The audits and domains of which the numbers alone would tell what another agency than the reader's said."""
    said: dict[tuple[int, str], dict[Hashable, dict[int, int]]] = {}
    answered: dict[tuple[int, str], Counter[int]] = {}
    for audit, domain, agency, theme_id, polarity, grade, n in rows:
        if theme_id is not None or grade:
            said.setdefault((audit, domain), {}).setdefault((theme_id, polarity, grade), {})[agency] = int(n)
        if theme_id is None:
            answered.setdefault((audit, domain), Counter())[agency] += int(n)
    return (of for of, each in said.items() if names_somebody(each, answered[of], agency_id))


def _domains(place: Seat, source: Any, which: ColumnElement[bool], restricted: frozenset[str]) -> Select[Any]:
    """Domains to which enough agencies besides the reader's own contributed; where few are asked, to every reader."""
    least = fewest_others(place.actor.agency_id)
    needed = case((source.domain.in_(restricted), max(least, FEWEST_OTHERS)), else_=least) if restricted else least
    return (
        select(source.domain)
        .where(which, source.agency_id != (place.actor.agency_id or 0))
        .group_by(source.domain)
        .having(func.count(distinct(source.agency_id)) >= needed)
    )


def _on_ladders(scales: tuple[Ladder, ...], source: Any, apart: bool = False) -> ColumnElement[bool]:
    """Counts whose level stands on the scale of their domain. Without a questionnaire there is nothing to compare."""
    if not scales:
        return true()
    levels = {one.key: [rung.key for rung in (*one.rungs, *(one.apart if apart else ()))] for one in scales}
    return or_(
        false(),
        *(
            and_(source.domain.in_([domain.key for domain in one.domains]), source.grade.in_(levels[one.key]))
            for one in scales
        ),
    )
