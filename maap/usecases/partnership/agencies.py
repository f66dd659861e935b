"""Agencies of the partnership are added and changed. An agency's key never changes, so that years stay comparable."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.choices import AgencyForm, agency
from maap.domain.fitting import Overtaken, key_for
from maap.domain.people import Actor, NotYours, Permission
from maap.storage.revisions import changed
from maap.storage.tables import Agency
from maap.storage.trail import record


def add_agency(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new agency. ``typed``: the fields of domain.choices.AgencyForm, other names one a line. Returns its id.

    Raises BadForm.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _rows(session)
    form = agency(typed, [(row.name, _names(row)) for row in rows])
    row = Agency(key=key_for(form.name, {one.key for one in rows}), **_kept(form))
    session.add(row)
    session.flush()
    _put(session, [one.id or 0 for one in rows], row.id or 0, form.place)
    record(session, actor, "added an agency", about=f"agency {row.id}")
    return row.id or 0


def change_agency(session: Session, actor: Actor, agency_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Change everything but the key, as seen at revision ``seen``. Raises BadForm, Overtaken and NotYours."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _rows(session)
    before = next((row for row in rows if row.id == agency_id), None)
    if before is None:
        raise NotYours("agency")
    form = agency(typed, [(row.name, _names(row)) for row in rows if row is not before])
    new = _kept(form)
    fields = sorted(field for field, value in new.items() if getattr(before, field) != value)
    if not changed(session, Agency, agency_id, seen, **new):
        raise Overtaken
    _put(session, [row.id or 0 for row in rows if row is not before], agency_id, form.place)
    record(session, actor, "changed an agency", about=f"agency {agency_id}", fields=fields)


def _rows(session: Session) -> list[Agency]:
    return list(session.exec(select(Agency).order_by(col(Agency.position), col(Agency.id))))


def _names(row: Agency) -> tuple[str, ...]:
    return (row.name, row.short_name, *row.aliases)


def _kept(form: AgencyForm) -> dict[str, Any]:
    return form.model_dump(mode="json", exclude={"place"})


def _put(session: Session, others: list[int], agency_id: int, place: int) -> None:
    """Give the agency its place, counted from 1; the others keep their order around it."""
    order = [*others[: place - 1], agency_id, *others[place - 1 :]]
    for position, one in enumerate(order):
        row = session.get_one(Agency, one)
        if row.position != position:
            row.position = position
            session.add(row)
    session.flush()
