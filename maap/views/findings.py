"""The findings of an audit: strengths first, with what each rests on and the themes it is coded to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.learning import WRITTEN_AT, Polarity
from maap.domain.panels import domain_names
from maap.domain.people import Actor, Permission
from maap.domain.terms import Terms
from maap.storage.counted_rows import how_many
from maap.storage.findings import standing
from maap.storage.forms import form
from maap.storage.marked import answers_without_finding
from maap.storage.tables import Agency, Case, Finding, FindingSource, FindingTheme, Participation, Theme
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Wanted:
    """Which findings somebody looks for. None and empty mean any; ``coded``: with, without, or any theme."""

    polarity: str = ""
    domain: str = ""
    line: str = ""
    case_id: int | None = None
    agency_id: int | None = None
    theme_id: int | None = None
    coded: str = ""
    words: str = ""


ALL = Wanted()


@dataclass(frozen=True)
class Coded:
    """A theme of a finding. ``confirmed``: by the audit's team; ``suggested``: the machine had named it first."""

    theme_id: int
    theme: str
    suggested: bool
    confirmed: bool


@dataclass(frozen=True)
class FindingRow:
    """A finding. ``cases`` and ``agencies`` are those it rests on, by their short names; ``source`` is a key."""

    finding_id: int
    polarity: Polarity
    text: str
    domain: str
    domain_name: str
    line: str
    source: str
    cases: tuple[str, ...]
    agencies: tuple[str, ...]
    sources: int
    themes: tuple[Coded, ...]
    revision: int


@dataclass(frozen=True)
class Choices:
    """What findings of this audit may be about, by key or id, in the audit's own order."""

    domains: Mapping[str, str]
    lines: Mapping[str, str]
    cases: Mapping[int, str]
    agencies: Mapping[int, str]
    themes: Mapping[int, str]


@dataclass(frozen=True)
class Findings:
    """The findings that fit, of ``n`` in all. ``waiting``: answers marked as strength or area without a finding."""

    head: Head
    rows: tuple[FindingRow, ...]
    n: int
    strengths: int
    without_theme: int
    waiting: int
    choices: Choices
    may_code: bool


def findings(session: Session, actor: Actor, audit_id: int, wanted: Wanted = ALL) -> Findings:
    """The findings of an audit that fit, strengths first."""
    place = seat(session, actor, audit_id, Permission.READ_FINDINGS)
    may_code = place.may(Permission.CODE_FINDINGS) and place.audit.stage in WRITTEN_AT
    n, strengths, without = _counted(session, place)
    return Findings(
        head=head(place),
        rows=rows(session, place, _fitting(wanted)),
        n=n,
        strengths=strengths,
        without_theme=without,
        waiting=sum(map(len, answers_without_finding(session, place.audit))) if may_code else 0,
        choices=choices(session, place),
        may_code=may_code,
    )


def rows(session: Session, place: Seat, *conditions: sa.ColumnElement[bool]) -> tuple[FindingRow, ...]:
    """Findings that stand and meet these conditions, strengths first."""
    found = session.scalars(
        sa.select(Finding)
        .where(standing(place.id), *conditions)
        .order_by(col(Finding.polarity).desc(), col(Finding.domain), col(Finding.id))
    ).all()
    ids = [row.id or 0 for row in found]
    sources, themes = _sources(session, ids), _coded(session, ids)
    domains, lines = _domains(place), _lines(place)
    return tuple(
        FindingRow(
            finding_id=row.id or 0,
            polarity=Polarity(row.polarity),
            text=row.text,
            domain=row.domain,
            domain_name=domains.get(row.domain, ""),
            line=lines.get(row.line, ""),
            source=row.source,
            cases=tuple(dict.fromkeys(case for case, _ in sources[row.id or 0] if case)),
            agencies=tuple(dict.fromkeys(agency for _, agency in sources[row.id or 0] if agency)),
            sources=len(sources[row.id or 0]),
            themes=themes.get(row.id or 0, ()),
            revision=row.revision,
        )
        for row in found
    )


def _coded(session: Session, finding_ids: Iterable[int]) -> dict[int, tuple[Coded, ...]]:
    """The themes of findings, in the codebook's order."""
    found: dict[int, tuple[Coded, ...]] = {}
    statement = (
        sa.select(
            col(FindingTheme.finding_id),
            col(Theme.id),
            col(Theme.name),
            col(FindingTheme.suggested),
            col(FindingTheme.confirmed_by).is_not(None),
        )
        .join(Theme, col(Theme.id) == FindingTheme.theme_id)
        .where(col(FindingTheme.finding_id).in_(list(finding_ids)))
        .order_by(col(Theme.position), col(Theme.id))
    )
    for finding_id, *told in session.execute(statement):
        found[finding_id] = (*found.get(finding_id, ()), Coded(*told))
    return found


def choices(session: Session, place: Seat) -> Choices:
    """What findings of this audit may be about."""
    cases = sa.select(col(Case.id), col(Case.reference)).where(
        col(Case.audit_id) == place.id, col(Case.status) == "drawn"
    )
    agencies = (
        sa.select(col(Agency.id), col(Agency.short_name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id)
        .order_by(col(Agency.position), col(Agency.id))
    )
    themes = (
        sa.select(col(Theme.id), col(Theme.name))
        .where(col(Theme.group_id).is_not(None), col(Theme.active))
        .order_by(col(Theme.position), col(Theme.id))
    )
    return Choices(
        domains=_domains(place),
        lines=_lines(place),
        cases=_named(session, cases.order_by(col(Case.number))),
        agencies=_named(session, agencies),
        themes=_named(session, themes),
    )


def _named(session: Session, statement: Any) -> dict[int, str]:
    return {key or 0: name for key, name in session.execute(statement)}


def _domains(place: Seat) -> dict[str, str]:
    return domain_names(form(place.audit)) if place.audit.questionnaire is not None else {}


def _lines(place: Seat) -> dict[str, str]:
    return {line.key: line.question for line in Terms.model_validate(place.audit.terms).lines}


def _fitting(wanted: Wanted) -> sa.ColumnElement[bool]:
    source = sa.select(col(FindingSource.id)).where(col(FindingSource.finding_id) == Finding.id)
    theme = sa.select(col(FindingTheme.id)).where(col(FindingTheme.finding_id) == Finding.id)
    conditions: list[sa.ColumnElement[bool]] = [sa.true()]
    conditions += [col(Finding.polarity) == wanted.polarity] if wanted.polarity else []
    conditions += [col(Finding.domain) == wanted.domain] if wanted.domain else []
    conditions += [col(Finding.line) == wanted.line] if wanted.line else []
    conditions += [source.where(col(FindingSource.case_id) == wanted.case_id).exists()] if wanted.case_id else []
    conditions += [source.where(col(FindingSource.agency_id) == wanted.agency_id).exists()] if wanted.agency_id else []
    conditions += [theme.where(col(FindingTheme.theme_id) == wanted.theme_id).exists()] if wanted.theme_id else []
    conditions += [theme.exists()] if wanted.coded == "with" else [~theme.exists()] if wanted.coded == "without" else []
    conditions += [col(Finding.text).icontains(word, autoescape=True) for word in wanted.words.split()]
    return sa.and_(*conditions)


def _counted(session: Session, place: Seat) -> tuple[int, int, int]:
    themed = sa.select(col(FindingTheme.id)).where(col(FindingTheme.finding_id) == Finding.id).exists()
    strong, without = how_many(col(Finding.polarity) == Polarity.STRENGTH), how_many(~themed)
    n, strengths, bare = session.execute(
        sa.select(sa.func.count(), strong, without).select_from(Finding).where(standing(place.id))
    ).one()
    return n, strengths, bare


def _sources(session: Session, finding_ids: list[int]) -> dict[int, list[tuple[str | None, str | None]]]:
    found: dict[int, list[tuple[str | None, str | None]]] = defaultdict(list)
    for finding_id, case, agency in session.execute(
        sa.select(col(FindingSource.finding_id), col(Case.reference), col(Agency.short_name))
        .join(Case, col(Case.id) == FindingSource.case_id, isouter=True)
        .join(Agency, col(Agency.id) == FindingSource.agency_id, isouter=True)
        .where(col(FindingSource.finding_id).in_(finding_ids))
        .order_by(col(Case.number), col(Agency.position), col(FindingSource.id))
    ):
        found[finding_id].append((case, agency))
    return found
