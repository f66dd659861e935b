"""Who is signed in with a token, and who there is."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Executable, and_, bindparam, exists, func, not_, or_
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.invitations import Wording
from maap.domain.one_time_links import LETTERS, OneTimeLink
from maap.domain.people import Actor, Permission, Role
from maap.domain.sessions import SessionState, digest, state
from maap.storage import asked_factors
from maap.storage.letter_texts import partnership_name, worded
from maap.storage.tables import Agency, Appointment, Choice, Partnership, Person, SecondFactor, SignIn


@dataclass(frozen=True)
class Known:
    """What a token is worth: the actor when it is open or locked, and when it was last seen.

    ``lacks_factor``: a role of theirs needs a second factor, and they have none yet and showed none at a provider.
    """

    state: SessionState
    actor: Actor | None = None
    email: str = ""
    seen_at: datetime | None = None
    confirmed_at: datetime | None = None
    has_password: bool = True
    lacks_factor: bool = False


@dataclass(frozen=True)
class OwnSession:
    """A browser in which somebody is signed in. ``here``: the one that asks."""

    id: int
    browser: str
    way: str
    since: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True)
class PersonRow:
    """One line of the list of people."""

    id: int
    name: str
    email: str
    agency_id: int | None
    agency: str
    roles: tuple[Role, ...]
    active: bool
    joined: bool
    revision: int
    seen_at: datetime | None = None


@lru_cache(maxsize=1)
def _whose() -> Executable:
    """The statement behind `who`, asked at every step: built once."""
    needed = exists().where(
        col(Choice.kind) == asked_factors.KIND, col(Choice.key) == Appointment.role, col(Choice.active)
    )
    had = exists().where(col(SecondFactor.person_id) == Person.id, col(SecondFactor.confirmed_at).is_not(None))
    sign_in = [col(SignIn.created_at), col(SignIn.seen_at), col(SignIn.confirmed_at)]
    person = [col(Person.id), col(Person.name), col(Person.email), col(Person.agency_id)]
    asked = [*sign_in, *person, (col(Person.password) != "").label("has_password"), col(Appointment.role)]
    shown = or_(had, asked_factors.shown_elsewhere(col(SignIn.provider_id)))
    found: Executable = (
        sa.select(*asked, and_(needed, not_(shown)).label("lacks"))
        .select_from(SignIn)
        .join(Person, col(Person.id) == SignIn.person_id)
        .join(Appointment, col(Appointment.person_id) == Person.id, isouter=True)
        .where(col(SignIn.digest) == bindparam("digest"), col(SignIn.ended_at).is_(None), col(Person.active))
    )
    return found


def who(session: Session, token: str, now: datetime) -> Known:
    """Whose token this is. An unknown, signed-out or overlong session is simply ended."""
    rows = session.execute(_whose(), {"digest": digest(token)}).all()
    if not rows:
        return Known(SessionState.ENDED)
    one = rows[0]
    at = state(one.created_at, one.seen_at, now)
    if at is SessionState.ENDED:
        return Known(at)
    roles = frozenset(Role(row.role) for row in rows if row.role)
    return Known(
        at,
        Actor(one.id, one.name, roles, one.agency_id, now),
        one.email,
        one.seen_at,
        one.confirmed_at,
        bool(one.has_password),
        any(row.lacks for row in rows),
    )


def own_sessions(session: Session, actor: Actor, token: str) -> tuple[OwnSession, ...]:
    """Where somebody is signed in right now, the one used last first. Only ever one's own."""
    rows = session.exec(
        select(SignIn)
        .where(SignIn.person_id == actor.person_id, col(SignIn.ended_at).is_(None))
        .order_by(col(SignIn.seen_at).desc())
    )
    here = digest(token)
    return tuple(
        OwnSession(row.id or 0, row.browser, row.way, row.created_at, row.seen_at, row.digest == here)
        for row in rows
        if state(row.created_at, row.seen_at, actor.now) is not SessionState.ENDED
    )


def people(session: Session, actor: Actor) -> list[PersonRow]:
    """Everybody, active people first, by name. ``joined``: they have a password. ``seen_at``: when last signed in."""
    desk(actor, Permission.MANAGE_PEOPLE)
    roles: dict[int, list[Role]] = {}
    for appointment in session.exec(select(Appointment).order_by(Appointment.role)):
        roles.setdefault(appointment.person_id, []).append(Role(appointment.role))
    seen = select(SignIn.person_id, func.max(SignIn.seen_at).label("at")).group_by(col(SignIn.person_id)).subquery()
    rows = session.execute(
        select(Person, Agency.name, seen.c.at)
        .join(Agency, col(Agency.id) == Person.agency_id, isouter=True)
        .join(seen, seen.c.person_id == Person.id, isouter=True)
        .order_by(col(Person.active).desc(), func.lower(Person.name), col(Person.id))
    )
    return [
        PersonRow(
            id=person.id or 0,
            name=person.name,
            email=person.email,
            agency_id=person.agency_id,
            agency=agency or "",
            roles=tuple(roles.get(person.id or 0, [])),
            active=person.active,
            joined=bool(person.password),
            revision=person.revision,
            seen_at=at,
        )
        for person, agency, at in rows
    ]


def link_letter(session: Session, actor: Actor, person_id: int, link: OneTimeLink) -> Wording:
    """The letter that goes with a link that was just made for somebody."""
    desk(actor, Permission.MANAGE_PEOPLE)
    name = session.get_one(Person, person_id).name
    facts = {"name": name, "partnership": partnership_name(session), "address": link.address, "ends": link.ends}
    return worded(session, LETTERS[link.purpose], **facts)


def agency_names(session: Session, actor: Actor) -> dict[int, str]:
    """The agencies that people may belong to, in the partnership's order: id → name."""
    desk(actor, Permission.MANAGE_PEOPLE)
    rows = session.exec(select(Agency).where(col(Agency.active)).order_by(col(Agency.position), col(Agency.id)))
    return {row.id or 0: row.name for row in rows}


def agency_names_by_key(session: Session, actor: Actor) -> dict[str, str]:
    """The same agencies by the key that rules name them with."""
    desk(actor, Permission.MANAGE_PEOPLE)
    rows = session.exec(select(Agency).where(col(Agency.active)).order_by(col(Agency.position), col(Agency.id)))
    return {row.key: row.name for row in rows}


@dataclass(frozen=True)
class House:
    """The partnership's name, for every page's head. None of it is confidential."""

    name: str
    short_name: str
    demonstration: bool


def house(session: Session) -> House | None:
    """The partnership, or None in an empty installation that is not set up yet."""
    row = session.get(Partnership, 1)
    return House(row.name, row.short_name, row.demonstration) if row else None


def demonstration_people(session: Session) -> list[PersonRow]:
    """The ready-made sign-ins: only ever of a demonstration, otherwise empty."""
    found = session.get(Partnership, 1)
    if found is None or not found.demonstration:
        return []
    rows = session.execute(
        select(Person, Agency.short_name, Appointment.role)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .join(Agency, col(Agency.id) == Person.agency_id, isouter=True)
        .where(col(Person.active), col(Person.email).endswith("@example.org"))
        .order_by(col(Person.id))
    )
    return [
        PersonRow(p.id or 0, p.name, p.email, p.agency_id, agency or "", (Role(role),), True, True, p.revision)
        for p, agency, role in rows
    ]
