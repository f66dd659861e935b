"""The codebook: every theme with how it is used, its history, and what is worth a look."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain.codebook import UNWRITTEN, Change, Health, Used, health
from maap.domain.learning import Polarity
from maap.domain.people import Actor, NotYours, Permission
from maap.outside.meaning import likeness
from maap.storage.tables import Audit, Finding, FindingTheme, Person, Return, Theme, ThemeChange, ThemeMark


@dataclass(frozen=True)
class Code:
    """A theme. ``strengths`` and ``areas``: findings coded to it in audits within reach; ``returns`` that name it."""

    theme_id: int
    key: str
    group_id: int
    group: str
    name: str
    audience: str
    definition: str
    use_when: str
    not_when: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    active: bool
    merged_into: str
    strengths: int
    areas: int
    returns: int
    revision: int

    @property
    def findings(self) -> int:
        """Findings coded to it."""
        return self.strengths + self.areas


@dataclass(frozen=True)
class Codebook:
    """Every theme, group by group. ``without_theme``: findings of audits within reach that have none."""

    groups: Mapping[int, str]
    codes: tuple[Code, ...]
    health: Health
    without_theme: int
    may_change: bool

    def named(self, theme_id: int) -> str:
        """A theme's name."""
        return next((code.name for code in self.codes if code.theme_id == theme_id), "")


@dataclass(frozen=True)
class Told:
    """A line of a theme's history."""

    at: datetime
    by: str
    what: Change
    other: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class FindingOf:
    """A finding that is coded to a theme, with the audit it belongs to."""

    finding_id: int
    audit_id: int
    reference: str
    polarity: Polarity
    text: str


@dataclass(frozen=True)
class CodeSheet:
    """One theme with its history and its findings."""

    code: Code
    history: tuple[Told, ...]
    findings: tuple[FindingOf, ...]


def codebook(session: Session, actor: Actor) -> Codebook:
    """The codebook with its counts and checks."""
    desk(actor, Permission.READ_FINDINGS)
    audits = _reached(session, actor)
    groups, codes = _codes(session, audits)
    in_use = [code for code in codes if code.active]
    coded = _coded(session, audits)
    used = [
        Used(one.theme_id, one.name, frozenset(coded[one.theme_id]), one.returns, _is_defined(one)) for one in in_use
    ]
    meant = [f"{one.name}. {one.definition}" for one in in_use]
    return Codebook(
        groups=groups,
        codes=codes,
        health=health(used, likeness(meant, meant)),
        without_theme=_without(session, audits),
        may_change=actor.may(Permission.CHANGE_CODEBOOK),
    )


def code_sheet(session: Session, actor: Actor, theme_id: int) -> CodeSheet:
    """One theme. Raises NotYours."""
    desk(actor, Permission.READ_FINDINGS)
    audits = _reached(session, actor)
    found = next((one for one in _codes(session, audits)[1] if one.theme_id == theme_id), None)
    if found is None:
        raise NotYours("theme")
    return CodeSheet(found, _history(session, theme_id), _findings(session, audits, theme_id))


def _reached(session: Session, actor: Actor) -> dict[int, Audit]:
    """Audits whose findings somebody reads."""
    return {audit.id or 0: audit for audit in audits_of(session, actor, Permission.READ_FINDINGS)}


def _is_defined(one: Code) -> bool:
    return all(text and text != UNWRITTEN for text in (one.definition, one.use_when, one.not_when))


def _codes(session: Session, audits: Iterable[int]) -> tuple[dict[int, str], tuple[Code, ...]]:
    rows = session.scalars(sa.select(Theme).order_by(col(Theme.position), col(Theme.id))).all()
    groups = {row.id or 0: row.name for row in rows if row.group_id is None}
    names = {row.id: row.name for row in rows}
    findings, returns = _counts(session, audits), _returns(session, audits)
    codes = [
        Code(
            theme_id=row.id or 0,
            key=row.key,
            group_id=row.group_id or 0,
            group=groups[row.group_id or 0],
            merged_into=names.get(row.merged_into_id, "") if row.merged_into_id else "",
            words=tuple(row.words),
            examples=tuple(row.examples),
            strengths=findings.get((row.id, Polarity.STRENGTH), 0),
            areas=findings.get((row.id, Polarity.AREA), 0),
            returns=returns.get(row.id, 0),
            **row.model_dump(include=_PLAIN),
        )
        for row in rows
        if row.group_id in groups
    ]
    order = list(groups)
    return groups, tuple(sorted(codes, key=lambda one: order.index(one.group_id)))


_PLAIN = {"name", "audience", "definition", "use_when", "not_when", "active", "revision"}


def _stands(audits: Iterable[int]) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(Finding.audit_id).in_(list(audits)), col(Finding.merged_into_id).is_(None), ~col(Finding.withdrawn)
    )


def _counts(session: Session, audits: Iterable[int]) -> dict[Any, int]:
    rows = session.execute(
        sa.select(col(FindingTheme.theme_id), col(Finding.polarity), sa.func.count())
        .join(Finding, col(Finding.id) == FindingTheme.finding_id)
        .where(_stands(audits))
        .group_by(col(FindingTheme.theme_id), col(Finding.polarity))
    )
    return {(theme_id, Polarity(polarity)): n for theme_id, polarity, n in rows}


def _returns(session: Session, audits: Iterable[int]) -> dict[Any, int]:
    rows = session.execute(
        sa.select(col(ThemeMark.theme_id), sa.func.count(sa.distinct(col(ThemeMark.return_id))))
        .join(Return, col(Return.id) == ThemeMark.return_id)
        .where(col(Return.audit_id).in_(list(audits)), col(ThemeMark.counted))
        .group_by(col(ThemeMark.theme_id))
    )
    return {row[0]: row[1] for row in rows}


def _coded(session: Session, audits: Iterable[int]) -> dict[int, set[int]]:
    rows = session.execute(
        sa.select(col(FindingTheme.theme_id), col(FindingTheme.finding_id))
        .join(Finding, col(Finding.id) == FindingTheme.finding_id)
        .where(_stands(audits))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for theme_id, finding_id in rows:
        found[theme_id].add(finding_id)
    return found


def _without(session: Session, audits: Sequence[int] | Mapping[int, Audit]) -> int:
    themed = sa.select(col(FindingTheme.id)).where(col(FindingTheme.finding_id) == Finding.id).exists()
    return session.scalar(sa.select(sa.func.count()).select_from(Finding).where(_stands(audits), ~themed)) or 0


def _history(session: Session, theme_id: int) -> tuple[Told, ...]:
    """The latest change first."""
    rows = session.execute(
        sa.select(ThemeChange, col(Person.name), col(Theme.name))
        .join(Person, col(Person.id) == ThemeChange.made_by)
        .join(Theme, col(Theme.id) == ThemeChange.other_id, isouter=True)
        .where(col(ThemeChange.theme_id) == theme_id)
        .order_by(col(ThemeChange.id).desc())
    )
    return tuple(Told(row.made_at, by, Change(row.what), other or "", row.detail) for row, by, other in rows)


def _findings(session: Session, audits: Mapping[int, Audit], theme_id: int) -> tuple[FindingOf, ...]:
    """The newest audit first, strengths first in each."""
    rows = session.execute(
        sa.select(col(Finding.id), col(Finding.audit_id), col(Finding.polarity), col(Finding.text))
        .join(FindingTheme, col(FindingTheme.finding_id) == Finding.id)
        .where(_stands(audits), col(FindingTheme.theme_id) == theme_id)
        .order_by(col(Finding.audit_id).desc(), col(Finding.polarity).desc(), col(Finding.id))
    )
    return tuple(
        FindingOf(finding_id, audit_id, audits[audit_id].reference, Polarity(polarity), text)
        for finding_id, audit_id, polarity, text in rows
    )
