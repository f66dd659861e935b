"""Grades beside each other on a dashboard: agencies beside the panel, shifts to the panel, each line of enquiry."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from maap.access import Seat, seat
from maap.domain import board_words as say
from maap.domain.disclosure import SHOWN, Withheld
from maap.domain.ladders import Ladder, Named, Tally, ladders, tally, together
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.domain.pictures import Drawing, Picture, Row, cells
from maap.domain.questionnaire import Grade
from maap.domain.sentences import counted
from maap.storage.counting import counts
from maap.storage.forms import form
from maap.views.results import Rows, grades, panel_grades
from maap.views.scene import Chosen, audience_of

WHOLE = Chosen()
_ALL = Named("", "All domains")
LOWER, SAME, HIGHER = "Panel lower", "The same", "Panel higher"


def team(place: Seat) -> None:
    """Refuse everybody but the audit's own team. Raises Withheld."""
    if not SHOWN[audience_of(place)].agencies:
        raise Withheld


def beside(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Picture:
    """Agencies' own grades beside the panel's, by domain. Each reader gets of both what is theirs to see."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    own = grades(session, actor, audit_id, chosen).together
    agreed = panel_grades(session, actor, audit_id, chosen)
    scales = ladders(form(place.audit))
    if not scales:
        return Picture(say.beside("", Tally("", "", (), 0), Tally("", "", (), 0)))
    ladder = scales[0]
    rows = [(domain, _tally(ladder, domain, own), _tally(ladder, domain, agreed)) for domain in ladder.domains]
    rows = [row for row in rows if row[1].graded and row[2].graded]
    whole = [together(ladder, _ALL, tuple(row[at] for row in rows if isinstance(row[at], Tally))) for at in (1, 2)]  # type: ignore[misc]
    return Picture(
        say.beside(ladder.better_words, *whole),
        Drawing.CELLS,
        "Domain",
        ("Agencies", "Panel"),
        tuple(cells(domain.key, domain.name, _pair(mine, theirs)) for domain, mine, theirs in rows),
        counted(sum(each.graded for each in whole), "grade"),
        keys=("own", "panel"),
    )


def _tally(ladder: Ladder, domain: Named, rows: Rows) -> Tally:
    return tally(ladder, domain, rows.get(domain.key, {}))


def _pair(*tallies: Tally) -> tuple[tuple[int, int], ...]:
    return tuple((each.better, each.graded) for each in tallies)


def shift(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Picture:
    """How the panel's grades stand to those of agencies for the same cases, by domain. For the team."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.SHIFT).c
    found = session.execute(
        select(source.domain, source.grade, source.polarity, func.sum(source.n))
        .where(*_of(source, chosen))
        .group_by(source.domain, source.grade, source.polarity)
    ).all()
    rows: list[Row] = []
    for ladder in ladders(form(place.audit)):
        rank = {rung.key: at for at, rung in enumerate(ladder.rungs)}
        for domain in ladder.domains:
            moved = [
                (rank[agreed] - rank[own], int(n))
                for where, own, agreed, n in found
                if where == domain.key and own in rank and agreed in rank
            ]
            parts = tuple(
                sum(n for by, n in moved if (by > 0) - (by < 0) == way) for way in (1, 0, -1)
            )  # best rung first
            if any(parts):
                rows.append(Row(domain.key, domain.name, parts, f"{parts[1]} of {sum(parts)} the same"))
    lower, same, higher = (sum(row.parts[at] for row in rows) for at in range(3))
    return Picture(
        say.shift(same, lower, higher),
        Drawing.BARS,
        "Domain",
        (LOWER, SAME, HIGHER),
        tuple(rows),
        counted(lower + same + higher, "pair of grades", "pairs of grades"),
    )


def lines(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Picture:
    """Grades by line of enquiry, in the questionnaire's order. For the team."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.LINES).c
    asked = select(source.domain, source.grade, func.sum(source.n)).group_by(source.domain, source.grade)
    if chosen.agency_id is not None:
        asked = asked.where(source.agency_id == chosen.agency_id)
    found: dict[str, dict[str, int]] = {}
    for question, grade, n in session.execute(asked):
        found.setdefault(question, {})[grade] = int(n)
    scales = ladders(form(place.audit))
    if not scales:
        return Picture(say.lines((), ""))
    ladder = scales[0]
    rows = [tally(ladder, line, found.get(line.key, {})) for line in _asked(place, ladder, chosen)]
    rows = [row for row in rows if row.graded]
    return Picture(
        say.lines(rows, ladder.better_words),
        Drawing.BARS,
        "Line of enquiry",
        tuple(rung.name for rung in ladder.rungs),
        tuple(Row(row.key, row.name, row.steps, f"{row.better} of {row.graded}") for row in rows),
        counted(sum(row.graded for row in rows), "grade"),
    )


def _asked(place: Seat, ladder: Ladder, chosen: Chosen) -> Iterator[Named]:
    """The questions that agencies grade on this scale."""
    whole = form(place.audit)
    graded = [one for one in whole.questions if isinstance(one, Grade) and not one.panel_only]
    for question in graded:
        if question.scale == ladder.key and chosen.domain in ("", whole.domain_of(question.id)):
            yield Named(question.id, question.label)


def _of(source: Any, chosen: Chosen) -> list[Any]:
    kept: list[Any] = []
    if chosen.agency_id is not None:
        kept.append(source.agency_id == chosen.agency_id)
    if chosen.domain:
        kept.append(source.domain == chosen.domain)
    return kept
