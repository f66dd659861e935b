"""The made-up people of the demonstration: ready-made sign-ins for every role, and the colleagues around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from maap.domain.people import AGENCY_ROLES, Actor, Role
from maap.domain.problems import Problem
from maap.outside import passwords
from maap.storage.tables import Agency, Appointment, Person
from maap.storage.trail import record_by_the_house
from maap.usecases.people import PersonDraft, add_person


class Character(NamedTuple):
    """Somebody who is made up. ``agency``: its key, empty for the partnership's own team."""

    name: str
    email: str
    role: Role
    agency: str = ""


READY = (
    Character("Alma Greenway", "administrator@example.org", Role.ADMINISTRATOR),
    Character("Cara Whitmore", "coordinator@example.org", Role.COORDINATOR),
    Character("Idris Holloway", "chair@example.org", Role.CHAIR),
    Character("Priya Langford", "lead.social.care@example.org", Role.AGENCY_LEAD, "childrens_social_care"),
    Character("Owen Fairfax", "lead.police@example.org", Role.AGENCY_LEAD, "police"),
    Character("Grace Ashdown", "lead.health.visiting@example.org", Role.AGENCY_LEAD, "health_visiting"),
    Character("Tom Brackley", "auditor.social.care@example.org", Role.AUDITOR, "childrens_social_care"),
    Character("Sana Whitlock", "auditor.police@example.org", Role.AUDITOR, "police"),
    Character("Jude Marlow", "auditor.health.visiting@example.org", Role.AUDITOR, "health_visiting"),
    Character("Nell Hartley", "auditor.hospital@example.org", Role.AUDITOR, "acute_hospital"),
    Character("Farah Winslow", "panel@example.org", Role.PANEL_MEMBER),
    Character("Hugh Penrose", "observer@example.org", Role.OBSERVER),
)
"""Those whom the sign-in page of the demonstration offers: addresses at example.org, which belong to nobody."""

OTHERS = (
    Character("Bela Thornton", "early.help@example.net", Role.AGENCY_LEAD, "early_help"),
    Character("Marcus Dale", "schools@example.net", Role.AGENCY_LEAD, "schools_colleges"),
    Character("Joy Pemberton", "early.years@example.net", Role.AGENCY_LEAD, "early_years"),
    Character("Leon Garrick", "hospital@example.net", Role.AGENCY_LEAD, "acute_hospital"),
    Character("Ruth Calloway", "midwifery@example.net", Role.AGENCY_LEAD, "midwifery"),
    Character("Anil Westbrook", "practices@example.net", Role.AGENCY_LEAD, "gp"),
    Character("Mina Stokes", "camhs@example.net", Role.AGENCY_LEAD, "camhs"),
    Character("Dean Rowley", "housing@example.net", Role.AGENCY_LEAD, "housing"),
    Character("Ife Bramwell", "substance.misuse@example.net", Role.AGENCY_LEAD, "substance_misuse"),
    Character("Carys Lindon", "domestic.abuse@example.net", Role.AGENCY_LEAD, "domestic_abuse_service"),
    Character("Noel Hadfield", "adult.social.care@example.net", Role.AGENCY_LEAD, "adult_social_care"),
    Character("Tess Barlow", "probation@example.net", Role.AGENCY_LEAD, "probation"),
)
"""Colleagues who lead for the other agencies, and audit for them too."""


@dataclass(frozen=True)
class Cast:
    """Everybody, by e-mail address, and the ids of the agencies by key."""

    ids: Mapping[str, int]
    agencies: Mapping[str, int]

    def acting(self, who: Character, at: datetime) -> Actor:
        """Somebody at a moment."""
        return Actor(self.ids[who.email], who.name, frozenset({who.role}), self.agencies.get(who.agency), at)

    def team(self, role: Role, at: datetime) -> Actor:
        """The one person of the partnership's own team who is this."""
        return self.acting(next(one for one in READY if one.role is role), at)

    def coordinator(self, at: datetime) -> Actor:
        """The coordinator at a moment."""
        return self.team(Role.COORDINATOR, at)

    def chair(self, at: datetime) -> Actor:
        """The chair at a moment."""
        return self.team(Role.CHAIR, at)

    def lead(self, agency: str, at: datetime) -> Actor:
        """An agency's lead at a moment."""
        return self.acting(_of(agency, Role.AGENCY_LEAD), at)

    def auditor(self, agency: str, at: datetime) -> Actor:
        """Whoever audits for an agency: its auditor, or else its lead."""
        return self.acting(_of(agency, Role.AUDITOR) or _of(agency, Role.AGENCY_LEAD), at)


def _of(agency: str, role: Role) -> Character:
    found = [one for one in (*READY, *OTHERS) if (one.agency, one.role) == (agency, role)]
    return found[0] if found else _of(agency, Role.AGENCY_LEAD)


def admit(session: Session, at: datetime, password: str) -> Cast:
    """Everybody comes in, with one password. Raises Problem when an address is taken by somebody real."""
    agencies = {row.key: row.id or 0 for row in session.exec(select(Agency))}
    stored = passwords.kept(password)
    administrator, *rest = (*READY, *OTHERS)
    first = _administrator(session, administrator, stored, at)
    ids = {administrator.email: first.person_id}
    for one in rest:
        agency_id = agencies[one.agency] if one.role in AGENCY_ROLES else None
        draft = PersonDraft(name=one.name, email=one.email, roles=frozenset({one.role}), agency_id=agency_id)
        person = add_person(session, first, draft)
        person.password = stored
        session.add(person)
        ids[one.email] = person.id or 0
    session.flush()
    return Cast(ids, agencies)


def _administrator(session: Session, one: Character, stored: str, at: datetime) -> Actor:
    """The first of them; nobody is there yet who could add them."""
    if session.exec(select(Person.id).where(col(Person.email) == one.email)).first() is not None:
        raise Problem(f"The address {one.email} belongs to the demonstration. Set the house up with your own address.")
    person = Person(name=one.name, email=one.email, created_at=at, password=stored)
    session.add(person)
    session.flush()
    session.add(Appointment(person_id=person.id or 0, role=one.role))
    record_by_the_house(session, at, "set up the demonstration", administrator=person.id)
    return Actor(person.id or 0, person.name, frozenset({one.role}), None, at)
