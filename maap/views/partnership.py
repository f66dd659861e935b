"""The partnership's own choices as they stand, for those who change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain import partnership as values
from maap.domain.choices import flat
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.questionnaire import Scale
from maap.storage.tables import Agency, Choice, Partnership, Theme


@dataclass(frozen=True)
class AgencyRow:
    """An agency. ``place`` counts from 1."""

    id: int
    key: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    kind: str
    remit: str
    place: int
    active: bool
    revision: int


@dataclass(frozen=True)
class GroupRow:
    """A group of themes."""

    id: int
    name: str
    revision: int


@dataclass(frozen=True)
class ThemeRow:
    """A theme of a group."""

    id: int
    key: str
    group_id: int
    group: str
    name: str
    audience: str
    definition: str
    use_when: str
    not_when: str
    active: bool
    revision: int


@dataclass(frozen=True)
class Codebook:
    """All themes, group by group, in the partnership's order."""

    groups: tuple[GroupRow, ...]
    themes: tuple[ThemeRow, ...]


@dataclass(frozen=True)
class ScaleRow:
    """A grading scale."""

    id: int
    scale: Scale
    active: bool
    revision: int


@dataclass(frozen=True)
class Template:
    """The steps that new audits' timetables are made from."""

    steps: tuple[values.TimetableStep, ...]
    revision: int


@dataclass(frozen=True)
class Facts:
    """The partnership as a form takes it: field, or ``outer.inner``, → value."""

    fields: Mapping[str, Any]
    revision: int


def agencies(session: Session, actor: Actor) -> tuple[AgencyRow, ...]:
    """Every agency in the partnership's order, also those that take no part any more."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = session.exec(select(Agency).order_by(col(Agency.position), col(Agency.id)))
    return tuple(
        AgencyRow(
            id=row.id or 0,
            key=row.key,
            name=row.name,
            short_name=row.short_name,
            aliases=tuple(row.aliases),
            kind=row.kind,
            remit=row.remit,
            place=place,
            active=row.active,
            revision=row.revision,
        )
        for place, row in enumerate(rows, start=1)
    )


def codebook(session: Session, actor: Actor) -> Codebook:
    """Every theme and every group, also those that are not in use. What was merged into another is changed no more."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    there = select(Theme).where(col(Theme.merged_into_id).is_(None)).order_by(col(Theme.position), col(Theme.id))
    rows = list(session.exec(there))
    groups = tuple(GroupRow(row.id or 0, row.name, row.revision) for row in rows if row.group_id is None)
    themes = tuple(_theme(row, group) for group in groups for row in rows if row.group_id == group.id)
    return Codebook(groups, themes)


def _theme(row: Theme, group: GroupRow) -> ThemeRow:
    return ThemeRow(
        id=row.id or 0,
        key=row.key,
        group_id=group.id,
        group=group.name,
        name=row.name,
        audience=row.audience,
        definition=row.definition,
        use_when=row.use_when,
        not_when=row.not_when,
        active=row.active,
        revision=row.revision,
    )


def scales(session: Session, actor: Actor) -> tuple[ScaleRow, ...]:
    """Every grading scale in the partnership's order, also those that are not in use."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = session.exec(select(Choice).where(Choice.kind == "scale").order_by(col(Choice.position), col(Choice.id)))
    return tuple(ScaleRow(row.id or 0, Scale.model_validate(row.body), row.active, row.revision) for row in rows)


def template(session: Session, actor: Actor) -> Template:
    """The timetable template. Raises NotYours where there is none."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    row = session.exec(select(Choice).where(Choice.kind == "timetable")).first()
    if row is None:
        raise NotYours("timetable")
    steps = tuple(values.TimetableStep.model_validate(step) for step in row.body.get("steps", ()))
    return Template(steps, row.revision)


def facts(session: Session, actor: Actor) -> Facts:
    """The partnership's name, contacts, procedures and standing terms. Raises NotYours before it is set up."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    row = session.get(Partnership, 1)
    if row is None:
        raise NotYours("partnership")
    named = {**row.choices, "name": row.name, "short_name": row.short_name}
    standing = values.Partnership.model_validate(named).model_dump(mode="json")
    return Facts({**flat(standing), "procedures": row.procedures}, row.revision)
