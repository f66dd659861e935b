"""Choices that are a document each are changed: grading scales, the timetable template, the partnership's facts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.choices import facts, flat
from maap.domain.fitting import Overtaken
from maap.domain.grading_scales import scale
from maap.domain.partnership import TimetableStep
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Scale
from maap.domain.timetable_template import template
from maap.storage.revisions import changed
from maap.storage.tables import Choice, Partnership
from maap.storage.trail import record


def add_scale(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new grading scale. ``typed``: name, direction, levels (rows of a table), active. Returns its id.

    Raises BadForm.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _scales(session)
    made = scale(None, typed, {row.key: row.name for row in rows})
    row = Choice(
        kind="scale",
        key=made.key,
        name=made.name,
        body=made.model_dump(mode="json"),
        active=bool(typed.get("active", True)),
        position=max((one.position for one in rows), default=-1) + 1,
    )
    session.add(row)
    session.flush()
    record(session, actor, "added a scale", about=f"scale {row.id}", levels=len(made.levels))
    return row.id or 0


def change_scale(session: Session, actor: Actor, scale_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Change a scale, as seen at revision ``seen``; its key and its levels' values stay.

    Raises BadForm, Overtaken, NotYours, and Problem when no scale would be left to choose.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _scales(session)
    before = next((row for row in rows if row.id == scale_id), None)
    if before is None:
        raise NotYours("scale")
    made = scale(Scale.model_validate(before.body), typed, {row.key: row.name for row in rows if row.id != scale_id})
    active = bool(typed.get("active", True))
    if not active and not any(row.active for row in rows if row.id != scale_id):
        raise Problem("This is the only scale in use. Put another one in use first.")
    body = made.model_dump(mode="json")
    if not changed(session, Choice, scale_id, seen, name=made.name, body=body, active=active):
        raise Overtaken
    record(session, actor, "changed a scale", about=f"scale {scale_id}", levels=len(made.levels), active=active)


def change_timetable(session: Session, actor: Actor, rows: Sequence[Mapping[str, Any]], seen: int) -> None:
    """Change the template of new audits' timetables, as seen at revision ``seen``. Raises BadForm and Overtaken."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    before = session.exec(select(Choice).where(Choice.kind == "timetable")).first()
    if before is None or before.id is None:
        raise NotYours("timetable")
    current = tuple(TimetableStep.model_validate(step) for step in before.body.get("steps", ()))
    steps = template(current, rows)
    body = {"steps": [step.model_dump(mode="json") for step in steps]}
    if not changed(session, Choice, before.id, seen, body=body):
        raise Overtaken
    record(session, actor, "changed the timetable template", steps=len(steps))


def change_facts(session: Session, actor: Actor, typed: Mapping[str, Any], seen: int) -> None:
    """Change the partnership's name, contacts, procedures and standing terms, as seen at revision ``seen``.

    ``typed``: field, or ``outer.inner``, → what was typed. Raises BadForm and Overtaken.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    before = session.get(Partnership, 1)
    if before is None:
        raise NotYours("partnership")
    told = facts(typed)
    choices = told.partnership.model_dump(mode="json")
    was = flat({**before.choices, "name": before.name, "short_name": before.short_name})
    was["procedures"] = before.procedures
    now = {**flat(choices), "procedures": told.procedures}
    names = {"name": told.partnership.name, "short_name": told.partnership.short_name}
    if not changed(session, Partnership, 1, seen, procedures=told.procedures, choices=choices, **names):
        raise Overtaken
    fields = sorted(field for field, value in now.items() if was.get(field) != value)
    record(session, actor, "changed the partnership's facts", fields=fields)


def _scales(session: Session) -> list[Choice]:
    return list(session.exec(select(Choice).where(Choice.kind == "scale").order_by(col(Choice.position))))
