"""Every figure of an audit that its partnership can ask for, as sums over the agencies; and the same without a rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from sqlmodel import Session

from maap.domain.people import Actor
from maap.views.board import pictures
from maap.views.results import ThemeCounts, grades, panel_grades, returns_in, themes
from maap.views.scene import Chosen
from tests.attack.random_audit import ALL, ANSWERED, DOMAINS, LEVELS, OTHER_SCALE, SIDES, THEMES, RandomAudit

Cell = tuple[str, str, str, int]
"""An agency, a domain, a level or a theme, and how many returns had come in when somebody looked."""
FILTERS = (Chosen(), *(Chosen(domain=domain) for domain in DOMAINS))


@dataclass(frozen=True)
class Sum:
    """These cells, less those of ``less``, are so many: exactly («=»), at most («<») or at least («>»)."""

    cells: tuple[Cell, ...]
    n: int
    sign: str = "="
    domain: str = ""
    about: str = ""
    less: tuple[Cell, ...] = ()


Figures = Callable[[Session, Actor, RandomAudit], tuple[Sum, ...]]


def ours(session: Session, actor: Actor, audit: RandomAudit) -> tuple[Sum, ...]:
    """What the views give this reader, with each filter; that a level or a theme is not there is a figure too."""
    everybody = [agency.key for agency in audit.agencies]
    sums: list[Sum] = []
    for chosen in FILTERS:
        for domain, found in grades(session, actor, audit.id, chosen).together.items():
            sums += _graded(everybody, domain, found)
        sums += _themed(everybody, chosen.domain, themes(session, actor, audit.id, chosen))
    for row in grades(session, actor, audit.id).by_agency:
        own = {agency.key for agency in audit.agencies if agency.id == actor.agency_id}
        who = [key for key in everybody if (key in own) == (row.agency_id is not None)]
        for domain, found in row.rows.items():
            sums += [one for one in _graded(who, domain, found) if row.agency_id is None]
    assert not set(pictures(session, actor, audit.id, ["lines", "shift", "pairs", "both", "timely", "sample"]))
    return (*sums, *_together(everybody), *_returned(session, actor, audit), *_agreed(session, actor, audit))


def naive(session: Session, actor: Actor, audit: RandomAudit) -> tuple[Sum, ...]:
    """Counts under five are hidden, everything else is exact, and one agency may be left out of a figure."""
    everybody = [agency.key for agency in audit.agencies]
    sums = []
    for left_out, domain, level in product(("", *everybody), DOMAINS, (*LEVELS, *OTHER_SCALE)):
        cells = tuple((key, domain, level, ALL) for key in everybody if key != left_out)
        n = sum(audit.true(cell) for cell in cells)
        sums += [Sum(cells, n)] if n == 0 or n >= 5 else [Sum(cells, 1, ">"), Sum(cells, 4, "<")]
    return tuple(sums)


OURS, NAIVE = ours, naive


def watched(audit: RandomAudit, steps: list[tuple[Sum, ...]]) -> tuple[Sum, ...]:
    """What was seen at each look, and that from one look to the next an agency's counts only grow."""
    sums = [
        replace(one, cells=_at(one.cells, step), less=_at(one.less, step))
        for step, seen in enumerate(steps, 1)
        for one in seen
    ]
    cells = {cell for one in sums for cell in (*one.cells, *one.less)}
    return (*sums, *(Sum((cell,), 0, "<", less=((*cell[:3], cell[3] + 1),)) for cell in cells if cell[3] < len(steps)))


def _at(cells: tuple[Cell, ...], step: int) -> tuple[Cell, ...]:
    return tuple((*cell[:3], step) for cell in cells)


def _graded(who: Iterable[str], domain: str, found: Mapping[str, int]) -> Iterator[Sum]:
    keys = list(who)
    for level in (*LEVELS, *OTHER_SCALE):
        if level in found or level in LEVELS:
            yield Sum(tuple((key, domain, level, ALL) for key in keys), found.get(level, 0), "=", domain, "grades")


def _themed(who: list[str], domain: str, found: ThemeCounts) -> Iterator[Sum]:
    if found.kept_back:
        return
    named = {row.theme: (row.strengths, row.areas) for row in found.rows}
    yield Sum(tuple((key, domain, "any", ALL) for key in who), found.returns, "=", "", "themes")
    for theme in THEMES:
        for side, n in zip(SIDES, named.get(theme.capitalize(), (0, 0)), strict=True):
            yield Sum(tuple((key, domain, f"{theme}/{side}", ALL) for key in who), n, "=", "", "themes")


def _together(who: list[str]) -> Iterator[Sum]:
    """What anybody knows: who named a theme in the audit named it in some domain, at most as often as there in all."""
    for key, what in product(who, ("any", *(f"{theme}/{side}" for theme in THEMES for side in SIDES))):
        whole, parts = (key, "", what, ALL), tuple((key, domain, what, ALL) for domain in DOMAINS)
        yield Sum((whole,), 0, "<", less=parts)
        for part in parts:
            yield Sum((part,), 0, "<", less=(whole,))
        if what != "any":
            for domain in ("", *DOMAINS):
                yield Sum(((key, domain, what, ALL),), 0, "<", less=((key, domain, "any", ALL),))


def _returned(session: Session, actor: Actor, audit: RandomAudit) -> Iterator[Sum]:
    """Returns in and the timetable; and what everybody knows: each answered return grades whatever it is asked."""
    own = {agency.key for agency in audit.agencies if agency.id == actor.agency_id}
    everybody = [agency.key for agency in audit.agencies]
    due, came = 0, 0
    for row in returns_in(session, actor, audit.id):
        who = [key for key in everybody if (key in own) == (row.agency_id is not None)]
        yield Sum(tuple((key, "", ANSWERED, ALL) for key in who), row.handed_in, "<", "", "returns")
        due, came = due + row.due, came + row.handed_in
    timetable = pictures(session, actor, audit.id, ["arrivals"])["arrivals"]
    assert sum(row.parts[1] for row in timetable.rows) == came, "the timetable says the same as returns in"
    for key in everybody:
        answered = (key, "", ANSWERED, ALL)
        yield Sum((answered,), due // len(everybody), "<", "", "returns")
        for domain in DOMAINS:
            levels = tuple((key, domain, level, ALL) for level in LEVELS)
            if audit.may_answer(levels[0]):
                yield Sum(levels, 0, "=", "", "returns", less=(answered,))
        for domain in ("", *DOMAINS):
            yield Sum(((key, domain, "any", ALL),), 0, "<", "", "returns", less=(answered,))


def _agreed(session: Session, actor: Actor, audit: RandomAudit) -> tuple[Sum, ...]:
    """What the panel agreed is the same whatever is chosen: no agency can be asked for, and no return stands behind it."""
    whole = panel_grades(session, actor, audit.id)
    for domain in DOMAINS:
        found = panel_grades(session, actor, audit.id, Chosen(domain=domain))
        assert found == {key: rows for key, rows in whole.items() if key == domain}
    assert sum(n for rows in whole.values() for n in rows.values()) <= len(DOMAINS) * len(audit.cases)
    return ()
