"""People come, change and go: invite, change, reset, deactivate."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, field_validator
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.people import AGENCY_ROLES, Actor, NotYours, Permission, Role
from maap.domain.problems import Problem
from maap.storage.tables import Agency, Appointment, Link, Person, SignIn
from maap.storage.trail import record

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=2)


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
        return value

    @field_validator("email")
    @classmethod
    def _address(cls, value: str) -> str:
        name, at, host = value.partition("@")
        if not (name and at and "." in host) or any(c.isspace() for c in value) or len(value) > 254:
            raise ValueError("Enter an e-mail address like name@example.gov.uk.")
        return value.lower()


def _agreeing(session: Session, draft: PersonDraft) -> None:
    """Refuse roles and agency that do not go together."""
    if not draft.roles:
        raise Problem("Choose at least one role for this person.")
    if draft.roles & AGENCY_ROLES and draft.agency_id is None:
        raise Problem("An agency lead or auditor works for one agency. Choose which.")
    if draft.agency_id is not None and session.get(Agency, draft.agency_id) is None:
        raise Problem("Choose an agency from the list.")


def _appoint(session: Session, person_id: int, roles: frozenset[Role]) -> None:
    session.execute(delete(Appointment).where(col(Appointment.person_id) == person_id))
    session.add_all(Appointment(person_id=person_id, role=role) for role in sorted(roles))


def add_person(session: Session, actor: Actor, draft: PersonDraft) -> Person:
    """A new account without a password. The invitation link (`usecases.signin.make_link`) sets it.

    Raises Problem when the address is taken.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    _agreeing(session, draft)
    if session.exec(select(Person).where(Person.email == draft.email)).first():
        raise Problem(
            f"Somebody with the address {draft.email} is already here. Find them in the list and change their roles."
        )
    person = Person(name=draft.name, email=draft.email, agency_id=draft.agency_id, created_at=actor.now)
    session.add(person)
    session.flush()
    _appoint(session, person.id or 0, draft.roles)
    record(session, actor, "added a person", about=f"person {person.id}", roles=sorted(draft.roles))
    return person


def change_person(session: Session, actor: Actor, person_id: int, draft: PersonDraft, seen: int) -> None:
    """Change name, address, agency or roles, as seen at revision ``seen``.

    Raises Problem when a colleague changed them meanwhile, or when nobody would be left to administer.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    _agreeing(session, draft)
    if Role.ADMINISTRATOR not in draft.roles:
        _leave_one_administrator(session, person_id)
    clash = session.exec(select(Person).where(Person.email == draft.email, Person.id != person_id)).first()
    if clash:
        raise Problem(f"The address {draft.email} belongs to somebody else here. Use another.")
    changed = session.execute(
        update(Person)
        .where(col(Person.id) == person_id, col(Person.revision) == seen)
        .values(name=draft.name, email=draft.email, agency_id=draft.agency_id, revision=seen + 1)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Problem("A colleague has just changed this person. Look at their entry again before you change it.")
    _appoint(session, person_id, draft.roles)
    record(session, actor, "changed a person", about=f"person {person_id}", roles=sorted(draft.roles))


def _leave_one_administrator(session: Session, person_id: int) -> None:
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


def deactivate(session: Session, actor: Actor, person_id: int) -> None:
    """A leaver: their sessions and links end now, their deeds stay in the trail."""
    desk(actor, Permission.MANAGE_PEOPLE)
    person = _person(session, person_id)
    _leave_one_administrator(session, person_id)
    person.active, person.revision = False, person.revision + 1
    session.add(person)
    _end_everything(session, person_id, actor.now)
    record(session, actor, "deactivated a person", about=f"person {person_id}")


def reactivate(session: Session, actor: Actor, person_id: int) -> None:
    """Somebody returns. They need a new link to set a password."""
    desk(actor, Permission.MANAGE_PEOPLE)
    person = _person(session, person_id)
    person.active, person.password, person.revision = True, "", person.revision + 1
    session.add(person)
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
