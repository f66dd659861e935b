"""Findings without a theme, in the groups that emerge among them: perhaps a theme is missing."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain.grouping import groups, in_words
from maap.domain.learning import WRITTEN_AT, Polarity
from maap.domain.people import Actor, Permission
from maap.outside.meaning import likeness
from maap.storage.tables import Finding, FindingTheme, Theme

MOST = 150
"""Findings that are grouped, the latest: more would take too long while somebody waits."""


@dataclass(frozen=True)
class Unfitting:
    """A finding without a theme. ``open``: whether this person can still code findings of its audit."""

    finding_id: int
    audit_id: int
    reference: str
    polarity: Polarity
    text: str
    open: bool


@dataclass(frozen=True)
class Group:
    """Findings that are alike, and the words that most of them share."""

    words: tuple[str, ...]
    findings: tuple[Unfitting, ...]


@dataclass(frozen=True)
class Emerging:
    """The groups that can still be coded first, then the largest; and findings that are like no other.

    ``more``: older ones that are left out.
    """

    groups: tuple[Group, ...]
    alone: tuple[Unfitting, ...]
    more: int
    codebook_groups: dict[int, str]
    may_change: bool


def emerging(session: Session, actor: Actor) -> Emerging:
    """Findings that nobody coded to a theme, in the audits within reach."""
    desk(actor, Permission.READ_FINDINGS)
    found, more = _unfitting(session, actor)
    texts = [one.text for one in found]
    together = sorted(groups(likeness(texts, texts)), key=lambda group: not any(found[number].open for number in group))
    grouped = {number for group in together for number in group}
    return Emerging(
        groups=tuple(
            Group(in_words([texts[number] for number in group]), tuple(found[number] for number in group))
            for group in together
        ),
        alone=tuple(one for number, one in enumerate(found) if number not in grouped),
        more=more,
        codebook_groups=_groups(session),
        may_change=actor.may(Permission.CHANGE_CODEBOOK) and actor.may(Permission.CODE_FINDINGS),
    )


def _unfitting(session: Session, actor: Actor) -> tuple[list[Unfitting], int]:
    """The newest of them, and how many more there are."""
    audits = {audit.id or 0: audit for audit in audits_of(session, actor, Permission.READ_FINDINGS)}
    codable = {one.id for one in audits_of(session, actor, Permission.CODE_FINDINGS) if one.stage in WRITTEN_AT}
    themed = sa.select(col(FindingTheme.id)).where(col(FindingTheme.finding_id) == Finding.id).exists()
    rows = session.execute(
        sa.select(col(Finding.id), col(Finding.audit_id), col(Finding.polarity), col(Finding.text))
        .where(
            col(Finding.audit_id).in_(list(audits)),
            col(Finding.merged_into_id).is_(None),
            ~col(Finding.withdrawn),
            ~themed,
        )
        .order_by(col(Finding.id).desc())
    ).all()
    found = [
        Unfitting(of, audit_id, audits[audit_id].reference, Polarity(polarity), text, audit_id in codable)
        for of, audit_id, polarity, text in rows[:MOST]
    ]
    return found, max(len(rows) - MOST, 0)


def _groups(session: Session) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Theme.id), col(Theme.name)).where(col(Theme.group_id).is_(None)).order_by(col(Theme.position))
    )
    return {row[0]: row[1] for row in rows}
