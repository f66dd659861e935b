"""People come, change and go: invite, change, reset, deactivate."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.fitting import BadForm, Overtaken, fit
from maap.domain.one_time_links import SIGN_IN_LINK
from maap.domain.people import AGENCY_ROLES, Actor, NotYours, Permission, Role
from maap.domain.problems import Problem
from maap.storage.revisions import changed
from maap.storage.tables import (
    Agency,
    Appointment,
    Link,
    Partnership,
    Person,
    SignIn,
)
from maap.storage.taking_part import release
from maap.storage.trail import record

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=2)
SIGN_IN_LASTS = timedelta(minutes=30)
LONGEST_NAME = 200
"""In characters."""
LABELS = MappingProxyType({"name": "Name", "email": "E-mail address", "roles": "Roles", "agency_id": "Agency"})


class PersonDraft(BaseModel):
    """Somebody as an administrator describes them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str
    email: str
    roles: frozenset[Role]
    agency_id: int | None = None

    @field_validator("name")
    @classmethod
    def _named(cls, value: str) -> str:
        if not value:
            raise ValueError("Enter the person's name.")
        if len(value) > LONGEST_NAME:
            raise ValueError(f"Shorten the person's name to {LONGEST_NAME} characters or fewer.")
        return value

    @field_validator("email")
    @classmethod
    def _address(cls, value: str) -> str:
        name, at, host = value.partition("@")
        if not (name and at and "." in host) or any(c.isspace() for c in value) or len(value) > 254:
            raise ValueError("Enter an e-mail address like name@example.gov.uk.")
        return value.lower()


def drafted(typed: Mapping[str, Any]) -> PersonDraft:
    """Somebody as they are typed into a form: the fields of `PersonDraft`. Raises BadForm."""
    return fit(PersonDraft, typed, LABELS)


def _agreeing(session: Session, draft: PersonDraft, person_id: int = 0) -> None:
    """Refuse roles and agency that do not go together, and an address that is somebody else's."""
    wrong: dict[str, str] = {}
    clash = session.exec(select(Person).where(Person.email == draft.email, Person.id != person_id)).first()
    if clash:
        wrong["email"] = (
            f"{draft.email} belongs to somebody who is already here. Find them in the list, or use another."
        )
    if not draft.roles:
        wrong["roles"] = "Choose at least one role for this person."
    if draft.roles & AGENCY_ROLES and draft.agency_id is None:
        wrong["agency_id"] = "An agency lead or auditor works for one agency. Choose which."
    if draft.agency_id is not None and session.get(Agency, draft.agency_id) is None:
        wrong["agency_id"] = "Choose an agency from the list."
    if wrong:
        raise BadForm(wrong)


def _appoint(session: Session, person_id: int, roles: frozenset[Role]) -> None:
    session.execute(delete(Appointment).where(col(Appointment.person_id) == person_id))
    session.add_all(Appointment(person_id=person_id, role=role) for role in sorted(roles))


def add_person(session: Session, actor: Actor, draft: PersonDraft) -> Person:
    """A new account without a password. The invitation link (`usecases.signin.make_link`) sets it.

    Raises BadForm, for one when the address is taken.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    _agreeing(session, draft)
    person = Person(name=draft.name, email=draft.email, agency_id=draft.agency_id, created_at=actor.now)
    session.add(person)
    session.flush()
    _appoint(session, person.id or 0, draft.roles)
    record(session, actor, "added a person", about=f"person {person.id}", roles=sorted(draft.roles))
    return person


def change_person(session: Session, actor: Actor, person_id: int, draft: PersonDraft, seen: int) -> None:
    """Change name, address, agency or roles, as seen at revision ``seen``.

    Somebody who moves to another agency leaves what they did for the old one to it. Raises BadForm, Overtaken, and
    Problem when nobody would be left to administer.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    person = _person(session, person_id)
    _agreeing(session, draft, person_id)
    if Role.ADMINISTRATOR not in draft.roles:
        _leave_one_administrator(session, person_id)
    moved = person.agency_id != draft.agency_id
    if not changed(session, Person, person_id, seen, name=draft.name, email=draft.email, agency_id=draft.agency_id):
        raise Overtaken
    _appoint(session, person_id, draft.roles)
    if moved or not draft.roles & AGENCY_ROLES:
        release(session, person_id)
    record(session, actor, "changed a person", about=f"person {person_id}", roles=sorted(draft.roles), moved=moved)


def _leave_one_administrator(session: Session, person_id: int) -> None:
    session.get(Partnership, 1, with_for_update=True)  # two administrators must not remove each other at once
    others = session.exec(
        select(Person.id)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Appointment.role == Role.ADMINISTRATOR, col(Person.active), Person.id != person_id)
    ).first()
    is_one = session.exec(
        select(Appointment).where(Appointment.person_id == person_id, Appointment.role == Role.ADMINISTRATOR)
    ).first()
    if is_one and others is None:
        raise Problem("This is the only administrator. Make somebody else an administrator first.")


def deactivate(session: Session, actor: Actor, person_id: int, seen: int) -> None:
    """A leaver, as seen at revision ``seen``: their sessions and links end now, their deeds stay in the trail.

    Returns they had not finished go back to their agency. Raises Overtaken, and Problem for the only administrator.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    _person(session, person_id)
    _leave_one_administrator(session, person_id)
    if not changed(session, Person, person_id, seen, active=False):
        raise Overtaken
    _end_everything(session, person_id, actor.now)
    release(session, person_id)
    record(session, actor, "deactivated a person", about=f"person {person_id}")


def reactivate(session: Session, actor: Actor, person_id: int, seen: int) -> None:
    """Somebody returns, as seen at revision ``seen``. They need a new link to set a password. Raises Overtaken."""
    desk(actor, Permission.MANAGE_PEOPLE)
    if _person(session, person_id).active:
        raise Problem("This person is active already. Nothing needs to be done.")
    if not changed(session, Person, person_id, seen, active=True, password=""):
        raise Overtaken
    record(session, actor, "reactivated a person", about=f"person {person_id}")


def may_be_sent_a_link(session: Session, actor: Actor, person_id: int) -> tuple[str, datetime]:
    """Whether a person's next link is an invitation or a reset, and when it expires. Leaves a line in the trail."""
    desk(actor, Permission.MANAGE_PEOPLE)
    person = _person(session, person_id)
    if not person.active:
        raise Problem("This person is deactivated. Reactivate them first.")
    purpose, lasts = ("reset", RESET_LASTS) if person.password else ("invitation", INVITATION_LASTS)
    record(session, actor, f"made a link for {purpose}", about=f"person {person_id}")
    return purpose, actor.now + lasts


def may_be_sent_a_sign_in(session: Session, actor: Actor, person_id: int) -> tuple[str, datetime]:
    """A link for one sign-in without a password, for somebody who is here twice a year: when it expires.

    Raises Problem for people who administer or coordinate: they always show who they are.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    person = _person(session, person_id)
    roles = set(session.exec(select(Appointment.role).where(Appointment.person_id == person_id)))
    if not person.active or roles & {Role.ADMINISTRATOR, Role.COORDINATOR}:
        raise Problem(
            "A link without a password is for people of agencies, panels and observers who are active. "
            "Make a link for a new password instead."
        )
    record(session, actor, "made a link for one sign-in", about=f"person {person_id}")
    return SIGN_IN_LINK, actor.now + SIGN_IN_LASTS


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotYours("person")
    return person


def _end_everything(session: Session, person_id: int, now: datetime) -> None:
    session.execute(
        update(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None)).values(ended_at=now)
    )
    session.execute(
        update(Link).where(col(Link.person_id) == person_id, col(Link.used_at).is_(None)).values(used_at=now)
    )
