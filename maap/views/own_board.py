"""An agency about itself, across its audits: its own figures exactly, and nobody else's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain import agency_words as say
from maap.domain.audit import Stage, has_reached
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.house_boards import Board, arranged
from maap.domain.ladders import Ladder, Named, Tally, ladders, tally, together
from maap.domain.measures import IN_TIME, Measure
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.pictures import Colours, Drawing, Picture, Row, cells, in_time
from maap.domain.sentences import counted
from maap.domain.tiles import Tile
from maap.storage.counting import counts_across
from maap.storage.forms import form
from maap.storage.letter_texts import partnership_name
from maap.storage.tables import Agency, Audit, Case, Return, Theme
from maap.views.own_work import own_actions, own_issues
from maap.views.results import ThemeCount

Audits = Sequence[Audit]
MOST_THEMES, MOST_AUDITS = 10, 5
"""Rows of the themes; and columns of the grades, of which a telephone shows no more."""


@dataclass(frozen=True)
class OwnBoard:
    """What an agency sees of itself. ``audits``: those it takes part in, the latest first, within the reader's reach.

    ``themes``: returns of its own that name each; ``named``: how many name any.
    """

    agency: str
    audits: tuple[str, ...]
    pictures: Mapping[str, Picture]
    themes: tuple[ThemeCount, ...]
    named: int


@dataclass(frozen=True)
class OwnTaken:
    """An agency's own dashboard as somebody of it takes it away."""

    board: OwnBoard
    tiles: tuple[Tile, ...]
    as_at: datetime
    partnership: str


def own_board_to_take(session: Session, actor: Actor, tiles: Iterable[str]) -> OwnTaken:
    """The figures with these tiles, or all. Raises NotYours without an agency."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    return OwnTaken(own_board(session, actor), arranged(Board.AGENCY, tiles), actor.now, partnership_name(session))


def own_board(session: Session, actor: Actor) -> OwnBoard:
    """The figures of the reader's own agency in every audit of theirs. Raises NotYours without an agency."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    agency = session.get(Agency, actor.agency_id) if actor.agency_id else None
    if agency is None:
        raise NotYours("agency")
    reached = own_audits(session, actor)
    themes, named = _themes(session, reached, agency.id or 0)
    issues, actions = own_issues(session, actor), own_actions(session, actor)
    pictures = {
        "returns": _returns(session, actor, reached),
        "timely": _timely(session, reached, agency.id or 0),
        "grades": _grades(session, audits_of_grades(session, actor), agency.id or 0),
        "shift": _shift(session, reached, agency.id or 0),
        **({"issues": issues} if issues else {}),
        **({"actions": actions} if actions else {}),
    }
    return OwnBoard(agency.name, tuple(map(_name, reached)), pictures, themes, named)


def own_audits(session: Session, actor: Actor) -> list[Audit]:
    """Audits in which the reader's agency has returns, the latest first."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    return [audit for audit in audits_of(session, actor, Permission.SEE_OWN_FIGURES) if _has_begun(audit)]


def audits_of_grades(session: Session, actor: Actor) -> list[Audit]:
    """The audits beside each other in the chart of grades: those that the agency graded, the latest few of them."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    audits = own_audits(session, actor)
    source = counts_across(audits, Measure.GRADES, actor.agency_id or 0).c
    graded = set(session.scalars(select(source.audit_id).distinct()))
    return [audit for audit in audits if audit.id in graded][:MOST_AUDITS]


def _has_begun(audit: Audit) -> bool:
    return has_reached(Stage(audit.stage), Stage.FIELDWORK) and audit.questionnaire is not None


def _name(audit: Audit) -> str:
    return f"{audit.reference} {audit.title}"


def _returns(session: Session, actor: Actor, audits: Audits) -> Picture:
    """In, being answered, not started and late, an audit a bar. Nothing is late any more once an audit is closed."""
    mine = actor.agency_id or 0
    closed = counts_across([audit for audit in audits if audit.stage == Stage.CLOSED], Measure.RETURNS, mine).c
    going_on = [audit.id for audit in audits if audit.stage != Stage.CLOSED]
    late = (col(Return.due) < actor.today).label("late")
    live = (
        select(col(Return.audit_id), col(Return.state), late, func.count())
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.audit_id).in_(going_on), col(Return.agency_id) == mine, col(Case.status) == "drawn")
        .group_by(col(Return.audit_id), col(Return.state), "late")
    )
    found: dict[int, list[int]] = {}
    for audit_id, state, is_late, n in session.execute(live):
        found.setdefault(audit_id, [0, 0, 0, 0])[_place(state, bool(is_late))] += int(n)
    for audit_id, state, n in session.execute(select(closed.audit_id, closed.grade, closed.n)):
        found.setdefault(audit_id, [0, 0, 0, 0])[_place(state, late=False)] += int(n)
    rows = [
        Row(str(audit.id), _name(audit), tuple(parts), f"{parts[0]} of {sum(parts)} in")
        for audit in audits
        if (parts := found.get(audit.id or 0))
    ]
    return Picture(
        say.returns([(row.parts[0], sum(row.parts)) for row in rows], sum(row.parts[3] for row in rows)),
        Drawing.BARS if rows else Drawing.WORDS,
        "Audit",
        ("In", "Being answered", "Not started", "Late"),
        tuple(rows),
        counted(sum(sum(row.parts) for row in rows), "return"),
        Colours.PROGRESS,
    )


def _place(state: str, late: bool) -> int:
    if state in HANDED_IN:
        return 0
    if late:
        return 3
    return 2 if state == ReturnState.NOT_STARTED else 1


def _timely(session: Session, audits: Audits, agency_id: int) -> Picture:
    source = counts_across(audits, Measure.TIMELY, agency_id).c
    found: dict[int, list[int]] = {}
    for audit_id, how, n in session.execute(select(source.audit_id, source.grade, source.n)):
        found.setdefault(audit_id, [0, 0])[int(how != IN_TIME)] += int(n)
    rows = (
        (str(audit.id), _name(audit), good, late)
        for audit in audits
        for good, late in [found.get(audit.id or 0, (0, 0))]
        if good or late
    )
    return in_time("Audit", rows, say.timely)


def _grades(session: Session, audits: Audits, agency_id: int) -> Picture:
    """Domain by audit: «3 of 4» in the better half of the audit's own scale."""
    source = counts_across(audits, Measure.GRADES, agency_id).c
    found: dict[int, dict[str, dict[str, int]]] = {}
    for audit_id, domain, grade, n in session.execute(select(source.audit_id, source.domain, source.grade, source.n)):
        found.setdefault(audit_id, {}).setdefault(domain, {})[grade] = int(n)
    shown = audits[::-1]  # the earliest first
    tallies = {audit.id: dict(_tallies(audit, found[audit.id or 0])) for audit in shown}
    names = {tally.key: tally.name for of_audit in tallies.values() for tally in of_audit.values()}
    rows = [
        cells(key, name, tuple(_pair(tallies[audit.id].get(key)) for audit in shown)) for key, name in names.items()
    ]
    whole = [_whole(audit, tuple(tallies[audit.id].values())) for audit in shown]
    return Picture(
        say.grades(whole[-1], whole[-2] if len(whole) > 1 else None) if whole else say.grades(_NOTHING, None),
        Drawing.CELLS if rows else Drawing.WORDS,
        "Domain",
        tuple(audit.reference for audit in shown),
        tuple(rows),
        counted(sum(one.graded for _, one in whole), "grade"),
        keys=tuple(str(audit.id) for audit in shown),
    )


_NOTHING = (Ladder("", ()), Tally("", "", (), 0))


def _tallies(audit: Audit, counts: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, Tally]]:
    for ladder in ladders(form(audit)):
        for domain in ladder.domains:
            one = tally(ladder, domain, counts.get(domain.key, {}))
            if one.graded:
                yield domain.key, one


def _whole(audit: Audit, tallies: tuple[Tally, ...]) -> tuple[Ladder, Tally]:
    """All domains of an audit's first scale."""
    ladder = ladders(form(audit))[0]
    keys = {domain.key for domain in ladder.domains}
    return ladder, together(ladder, Named("", audit.reference), tuple(one for one in tallies if one.key in keys))


def _pair(one: Tally | None) -> tuple[int, int]:
    return (one.better, one.graded) if one else (0, 0)


def _shift(session: Session, audits: Audits, agency_id: int) -> Picture:
    """The panel's grades beside the agency's own for the same cases, once an audit is published."""
    published = [audit for audit in audits if has_reached(Stage(audit.stage), Stage.PUBLISHED)]
    source = counts_across(published, Measure.SHIFT, agency_id).c
    by_id = {audit.id: audit for audit in published}
    moved: dict[str, list[int]] = {}
    names = {
        domain.key: domain.name for audit in published for ladder in ladders(form(audit)) for domain in ladder.domains
    }
    asked = select(source.audit_id, source.domain, source.grade, source.polarity, source.n)
    for audit_id, domain, own, agreed, n in session.execute(asked):
        for ladder in ladders(form(by_id[audit_id])):
            rank = {rung.key: at for at, rung in enumerate(ladder.rungs)}
            if domain in {named.key for named in ladder.domains} and own in rank and agreed in rank:
                way = (rank[agreed] > rank[own]) - (rank[agreed] < rank[own])  # best rung first
                moved.setdefault(domain, [0, 0, 0])[1 - way] += int(n)
    rows = tuple(
        Row(key, name, tuple(n), f"{n[1]} of {sum(n)} the same") for key, name in names.items() if (n := moved.get(key))
    )
    lower, same, higher = (sum(row.parts[at] for row in rows) for at in range(3))
    return Picture(
        say.shift(same, lower, higher),
        Drawing.BARS if rows else Drawing.WORDS,
        "Domain",
        ("Panel lower", "The same", "Panel higher"),
        rows,
        counted(lower + same + higher, "pair of grades", "pairs of grades"),
    )


def _themes(session: Session, audits: Audits, agency_id: int) -> tuple[tuple[ThemeCount, ...], int]:
    source = counts_across(audits, Measure.THEMES, agency_id).c
    found = session.execute(
        select(source.theme_id, func.min(col(Theme.name)), source.polarity, func.sum(source.n))
        .join(Theme, col(Theme.id) == source.theme_id, isouter=True)
        .where(source.domain == "")
        .group_by(source.theme_id, source.polarity)
    ).all()
    named = sum(int(n) for theme_id, _, _, n in found if theme_id is None)
    sides: dict[tuple[int, str], dict[str, int]] = {}
    for theme_id, name, polarity, n in found:
        if theme_id is not None:
            sides.setdefault((theme_id, name), {})[polarity] = int(n)
    rows = [ThemeCount(*theme, n.get("strength", 0), n.get("area", 0)) for theme, n in sides.items()]
    rows.sort(key=lambda row: (-(row.strengths + row.areas), -row.strengths, row.theme))
    return tuple(rows[:MOST_THEMES]), named
