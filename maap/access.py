"""The one door to an audit (`seat`), to a return (`return_seat`) and to the partnership's own choices (`desk`).

A function that needs a row gets it from the function that checks the permission; there is no other way to it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, false, or_, true
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from maap.domain.people import AGENCY_ROLES, GRANTS, Actor, NotAllowed, NotYours, Permission, Role
from maap.storage import refused
from maap.storage.tables import Agency, Audit, Case, FellowAuditor, NamedAuditor, PanelMember, Participation, Return

_WIDE = frozenset({Role.COORDINATOR, Role.CHAIR, Role.OBSERVER})
"""Roles of the partnership: they reach every audit of it."""


@dataclass(frozen=True)
class Seat:
    """An actor's place in an audit: the row, and the roles with which they reach it."""

    audit: Audit
    actor: Actor
    roles: frozenset[Role]
    participation: Participation | None

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles that reach this audit carries the permission."""
        return any(permission in GRANTS[role] for role in self.roles)

    def own_agency_only(self, permission: Permission) -> bool:
        """Whether the actor does this for one agency alone, and must see nothing of the others while doing it.

        Only the roles that carry the permission count: an auditor who also sits on the panel reads returns as an
        auditor.
        """
        return {role for role in self.roles if permission in GRANTS[role]} <= AGENCY_ROLES

    @property
    def id(self) -> int:
        """The audit's id."""
        assert self.audit.id is not None  # noqa: S101  (a stored row)
        return self.audit.id


@dataclass(frozen=True)
class ReturnSeat:
    """An actor's place at a return."""

    seat: Seat
    row: Return
    case: Case
    agency: Agency


_PERSON, _AGENCY, _AUDIT, _RETURN = (
    bindparam("person", type_=Integer),
    bindparam("agency", type_=Integer),
    bindparam("audit", type_=Integer),
    bindparam("return", type_=Integer),
)


@lru_cache(maxsize=1)
def _reach() -> dict[Role, ColumnElement[bool]]:
    """For each role, the condition under which it reaches an audit. Built once: only its parameters differ."""
    taking_part, named, sitting = aliased(Participation), aliased(NamedAuditor), aliased(PanelMember)
    takes_part = and_(col(taking_part.audit_id) == Audit.id, col(taking_part.agency_id) == _AGENCY)
    is_named = and_(col(named.audit_id) == Audit.id, col(named.person_id) == _PERSON)
    sits = and_(col(sitting.audit_id) == Audit.id, col(sitting.person_id) == _PERSON)
    as_lead = exists(select(col(taking_part.id)).where(takes_part).correlate(Audit))
    as_auditor = and_(as_lead, exists(select(col(named.id)).where(is_named).correlate(Audit)))
    on_panel = exists(select(col(sitting.id)).where(sits).correlate(Audit))
    return {role: true() for role in _WIDE} | {
        Role.ADMINISTRATOR: false(),
        Role.AGENCY_LEAD: as_lead,
        Role.AUDITOR: as_auditor,
        Role.PANEL_MEMBER: on_panel,
    }


@lru_cache(maxsize=128)
def _place(roles: tuple[Role, ...]) -> sa.Executable:
    """The statement behind `seat` for somebody with these roles. The questionnaire is left where it is: it is long."""
    found = _seats(roles, sa.select(Audit), col(Audit.id) == _AUDIT)
    return found.options(defer(Audit.questionnaire))  # type: ignore[arg-type]


@lru_cache(maxsize=128)
def _return_place(roles: tuple[Role, ...]) -> sa.Executable:
    """The statement behind `return_seat`, again without the questionnaire until somebody asks for it."""
    found = _seats(roles, sa.select(Audit), col(Return.id) == _RETURN)
    return (
        found.add_columns(Return, Case, Agency)
        .join(Return, col(Return.audit_id) == Audit.id)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .options(defer(Audit.questionnaire))  # type: ignore[arg-type]
    )


def _seats(roles: tuple[Role, ...], audits: sa.Select[Any], which: ColumnElement[bool]) -> sa.Select[Any]:
    """An audit, the actor's agency's part in it, and for each role whether it reaches it."""
    own = and_(col(Participation.audit_id) == Audit.id, col(Participation.agency_id) == _AGENCY)
    reaches = [_reach()[role].label(f"as_{i}") for i, role in enumerate(roles)]
    return audits.add_columns(Participation, *reaches).join(Participation, own, isouter=True).where(which)


def _who(actor: Actor) -> dict[str, int]:
    return {"person": actor.person_id, "agency": actor.agency_id or 0}


def _seated(actor: Actor, roles: tuple[Role, ...], found: sa.Row[Any] | None) -> Seat | None:
    """The place that a row of `_seats` gives somebody; None when no role of theirs reaches it."""
    if found is None:
        return None
    audit, participation, *reaches = tuple(found)
    held = frozenset(role for role, reached in zip(roles, reaches, strict=False) if reached)
    return Seat(audit=audit, actor=actor, roles=held, participation=participation) if held else None


def seat(session: Session, actor: Actor, audit_id: int, permission: Permission) -> Seat:
    """The audit, for somebody who reaches it and may do this.

    Raises NotYours when the audit is out of reach or does not exist (the same sentence), NotAllowed when no role of
    theirs in it allows the deed.
    """
    refused.asks(actor)
    roles = tuple(sorted(actor.roles))
    place = _seated(actor, roles, session.execute(_place(roles), {**_who(actor), "audit": audit_id}).first())
    if place is None:
        raise NotYours("audit", audit_id)
    if not place.may(permission):
        raise NotAllowed(actor, permission)
    return place


def return_seat(session: Session, actor: Actor, return_id: int, permission: Permission) -> ReturnSeat:
    """A return, for somebody who reaches it and may do this.

    An agency's people reach their own agency's returns only; its auditors those given to them, alone or together with
    others, or to nobody yet.
    Raises NotYours and NotAllowed as `seat` does.
    """
    refused.asks(actor)
    roles = tuple(sorted(actor.roles))
    found = session.execute(_return_place(roles), {**_who(actor), "return": return_id}).first()
    place = _seated(actor, roles, found)
    if found is None or place is None:
        raise NotYours("return", return_id)
    if not place.may(permission):
        raise NotAllowed(actor, permission)
    row, case, agency = found[-3:]
    if place.own_agency_only(permission) and row.agency_id != actor.agency_id:
        raise NotYours("return", return_id)
    as_auditor = not place.roles & (_WIDE | {Role.AGENCY_LEAD})
    if as_auditor and row.auditor_id not in (None, actor.person_id) and not _helps(session, actor, return_id):
        raise NotYours("return", return_id)
    if permission is Permission.ANSWER_RETURN and row.agency_id != actor.agency_id:
        raise NotAllowed(actor, permission)
    return ReturnSeat(seat=place, row=row, case=case, agency=agency)


def _helps(session: Session, actor: Actor, return_id: int) -> bool:
    """Whether somebody answers a return together with the auditor whom it was given to."""
    return session.get(FellowAuditor, (return_id, actor.person_id)) is not None


def desk(actor: Actor, permission: Permission) -> None:
    """The door to what belongs to the whole partnership. Raises NotAllowed."""
    refused.asks(actor)
    if not actor.may(permission):
        raise NotAllowed(actor, permission)


def audits_of(session: Session, actor: Actor, permission: Permission | None = None) -> list[Audit]:
    """Every audit within reach, newest first: the only list of audits there is.

    With a permission, only the audits that somebody reaches in a role which carries it.
    """
    reach = _reach()
    roles = [role for role in actor.roles if permission is None or permission in GRANTS[role]]
    within = or_(false(), *[reach[role] for role in roles])
    newest_first = select(Audit).where(within).order_by(col(Audit.year).desc(), col(Audit.id).desc())
    return list(session.exec(newest_first, params=_who(actor)))
