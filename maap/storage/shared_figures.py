"""The figures of a snapshot, rounded before they leave here: by case, of the whole audit, in fixed breakdowns."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import distinct, func
from sqlmodel import Session, col, select

from maap.domain.fieldwork import ANSWERED
from maap.domain.ladders import Ladder, ladders, tally
from maap.domain.measures import Measure
from maap.domain.rounding import rounded
from maap.domain.shared import (
    Before,
    SharedBody,
    SharedTile,
    TileKey,
    Totals,
    grades_tile,
    place,
    seen_before,
    with_parts,
)
from maap.domain.shared_sides import NamedIn, beside_each_other, enough_agencies, sides_tile
from maap.storage.counting import counts
from maap.storage.forms import form
from maap.storage.tables import Audit, Case, Participation, Return, SharedSnapshot, Theme


def went_out(session: Session, audit_id: int) -> list[SharedSnapshot]:
    """Every snapshot of an audit that was approved, the oldest first; also those that were withdrawn later."""
    return list(
        session.exec(
            select(SharedSnapshot)
            .where(SharedSnapshot.audit_id == audit_id, col(SharedSnapshot.approved_at).is_not(None))
            .order_by(col(SharedSnapshot.taken_at), col(SharedSnapshot.id))
        )
    )


def came_in(session: Session, audit_id: int, since: datetime | None) -> tuple[int, int]:
    """Cases of which a return with answers came in since then, and the agencies that sent them."""
    found = (
        select(func.count(distinct(col(Return.case_id))), func.count(distinct(col(Return.agency_id))))
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.audit_id) == audit_id, col(Case.status) == "drawn", col(Return.state).in_(ANSWERED))
    )
    if since is not None:
        before = (
            select(Return.case_id)
            .where(col(Return.audit_id) == audit_id, col(Return.state).in_(ANSWERED))
            .where(col(Return.submitted_at) <= since)
        )
        found = found.where(col(Return.submitted_at) > since, col(Return.case_id).not_in(before))
    cases, agencies = session.execute(found).one()
    return int(cases), int(agencies)


def counted(session: Session, audit: Audit, tiles: Sequence[TileKey]) -> tuple[SharedBody, Totals]:
    """The chosen tiles as they may be shown now, and the true totals of their rows."""
    audit_id = audit.id or 0
    earlier = [(SharedBody.model_validate(row.body), dict(row.totals)) for row in went_out(session, audit_id)]
    before, made = seen_before(earlier), []
    sums: Totals = {}
    cases = _cases(session, audit)
    if TileKey.GRADES in tiles and audit.questionnaire is not None:
        for ladder in ladders(form(audit)):
            tile, found = _grades(session, audit, ladder, before)
            if found:
                made.append(tile)
                sums |= found
    sides, of_sides = _sides(session, audit, cases, tiles, before)
    made += beside_each_other(sides, of_sides, before)
    sums |= of_sides
    agencies = select(func.count()).where(Participation.audit_id == audit_id, Participation.answer == "committed")
    taking_part = int(session.execute(agencies).scalar_one())
    return SharedBody(cases=rounded(cases), agencies=taking_part, tiles=tuple(made)), sums


def _cases(session: Session, audit: Audit) -> int:
    source = counts(audit, Measure.CASES).c
    return int(session.execute(select(func.coalesce(func.sum(source.n), 0))).scalar_one())


def _grades(session: Session, audit: Audit, ladder: Ladder, before: Before) -> tuple[SharedTile, Totals]:
    source = counts(audit, Measure.PANEL).c
    by_domain: dict[str, Counter[str]] = {}
    for domain, grade, n in session.execute(
        select(source.domain, source.grade, func.sum(source.n)).group_by(source.domain, source.grade)
    ):
        by_domain.setdefault(domain, Counter())[grade] += int(n)
    rows = [(domain.key, domain.name, _parts(ladder, domain, by_domain)) for domain in ladder.domains]
    graded = [row for row in rows if sum(row[2])]
    name = f"{TileKey.GRADES}-{ladder.key}"
    columns = (*(rung.name for rung in ladder.rungs), "No grade")
    tile = grades_tile(name, columns, len(ladder.better), graded, before)
    sums: Totals = {}
    for key, _, parts in graded:
        sums |= with_parts(place(name, key), parts)
    return tile, sums


def _parts(ladder: Ladder, domain: object, by_domain: dict[str, Counter[str]]) -> tuple[int, ...]:
    """Cases by level; those without a grade, or with one from an earlier scale, are a part of their own."""
    told = tally(ladder, domain, by_domain.get(domain.key, {}))  # type: ignore[arg-type,attr-defined]
    return (*told.steps, sum(told.apart) + told.other)


def _sides(
    session: Session, audit: Audit, cases: int, tiles: Sequence[TileKey], before: Before
) -> tuple[list[SharedTile], Totals]:
    """The chosen tiles of what was named as a strength or an area, those without a row left out."""
    rows = {
        TileKey.THEMES: _themes(session, audit, cases),
        TileKey.DOMAINS: _domains(session, audit, cases),
        TileKey.KINDS: _kinds(session, audit),
    }
    made: list[SharedTile] = []
    sums: Totals = {}
    for key, there in rows.items():
        if key in tiles and (there or key is TileKey.THEMES):
            tile, totals = sides_tile(key, there, before)
            made.append(tile)
            sums |= totals
    return made, sums


def _themes(session: Session, audit: Audit, cases: int) -> list[NamedIn]:
    source = counts(audit, Measure.BOTH).c
    found: dict[tuple[str, str], Counter[str]] = {}
    for key, name, side, n in session.execute(
        select(Theme.key, Theme.name, source.polarity, source.n)
        .join(Theme, col(Theme.id) == source.theme_id)
        .order_by(col(Theme.name))
    ):
        found.setdefault((key, name), Counter())[side] += int(n)
    return [
        NamedIn(key, name, cases, n["strength"] + n["both"], n["area"] + n["both"]) for (key, name), n in found.items()
    ]


def _domains(session: Session, audit: Audit, cases: int) -> list[NamedIn]:
    source = counts(audit, Measure.CASE_DOMAINS).c
    found: dict[str, Counter[str]] = {}
    for domain, side, n in session.execute(select(source.domain, source.polarity, source.n)):
        found.setdefault(domain, Counter())[side] += int(n)
    known = form(audit).domains if audit.questionnaire is not None else ()
    return [
        NamedIn(domain.key, domain.name, cases, found[domain.key]["strength"], found[domain.key]["area"])
        for domain in known
        if domain.key in found
    ]


def _kinds(session: Session, audit: Audit) -> list[NamedIn]:
    """Kinds of which enough agencies answered. What each said is looked at here and goes no further."""
    source = counts(audit, Measure.CASE_KINDS).c
    whole: dict[str, Counter[str]] = {}
    by_agency: dict[tuple[str, str], list[int]] = {}
    asked = select(source.grade, source.agency_id, source.polarity, source.n).order_by(source.grade)
    for kind, agency, side, n in session.execute(asked):
        if agency is None:
            whole.setdefault(kind, Counter())[side] += int(n)
        else:
            by_agency.setdefault((kind, side), []).append(int(n))
    return [
        NamedIn(kind, kind.replace("_", " ").capitalize(), n[""], n["strength"], n["area"])
        for kind, n in whole.items()
        if all(enough_agencies(by_agency.get((kind, side), ())) for side in ("", "strength", "area") if n[side])
    ]
