"""Identity providers: an administrator describes one, and somebody whom it vouches for comes in."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.fitting import BadForm, Overtaken, fit
from maap.domain.identity import Claimed, Held, NoEntry, ProviderDraft, held, refuse_unshown, refuse_unverified
from maap.domain.identity import Rule as RuleOf
from maap.domain.people import AGENCY_ROLES, Actor, NotYours, Permission, Role
from maap.storage.revisions import changed
from maap.storage.sealing import seal
from maap.storage.tables import Agency, Appointment, Identity, IdentityProvider, Person, SignIn
from maap.storage.taking_part import release
from maap.storage.trail import record, record_by_the_house

SECRET = "provider"  # noqa: S105  (a purpose, not a secret)
LABELS = MappingProxyType(
    {
        "name": "Name on the button",
        "issuer": "Issuer",
        "client": "Client identifier",
        "secret": "Client secret",
        "shown_by": "What shows a second factor",
        "asks_for": "What to ask for",
        "rules.claim": "Claim",
        "rules.value": "Value",
        "rules.role": "Role",
    }
)


def drafted(typed: Mapping[str, Any]) -> ProviderDraft:
    """A provider as it is typed into a form. Raises BadForm."""
    return fit(ProviderDraft, typed, LABELS)


def add_provider(session: Session, actor: Actor, draft: ProviderDraft) -> int:
    """A new way in, shown on the sign-in page at once. Raises BadForm."""
    desk(actor, Permission.MANAGE_PEOPLE)
    _refuse_unknown_agencies(session, draft)
    row = IdentityProvider(key=_key(session, draft.name), secret=_sealed(draft.secret), **_facts(draft))
    session.add(row)
    session.flush()
    record(session, actor, "added an identity provider", about=f"provider {row.id}", rules=len(draft.rules))
    return row.id or 0


def change_provider(session: Session, actor: Actor, provider_id: int, draft: ProviderDraft, seen: int) -> None:
    """Change it, as seen at revision ``seen``. Raises BadForm and Overtaken.

    Where another second factor must be shown from now on, whoever is in through it is signed out: theirs was not seen.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    _refuse_unknown_agencies(session, draft)
    before = session.exec(select(IdentityProvider.shown_by).where(IdentityProvider.id == provider_id)).first()
    facts = _facts(draft) | ({"secret": _sealed(draft.secret)} if draft.secret else {})
    if not changed(session, IdentityProvider, provider_id, seen, **facts):
        raise Overtaken
    ended = _end_sessions(session, provider_id, actor.now) if draft.shown_by not in ("", before) else []
    record(
        session,
        actor,
        "changed an identity provider",
        about=f"provider {provider_id}",
        rules=len(draft.rules),
        second_factor=draft.shown_by,
        sessions_ended=len(ended),
    )


def switch_provider(session: Session, actor: Actor, provider_id: int, active: bool, seen: int) -> None:
    """Take a way in off the sign-in page, or put it back. Whoever is in through it is signed out. Raises Overtaken."""
    desk(actor, Permission.MANAGE_PEOPLE)
    if not changed(session, IdentityProvider, provider_id, seen, active=active):
        raise Overtaken
    ended = [] if active else _end_sessions(session, provider_id, actor.now)
    deed = "put an identity provider back" if active else "took an identity provider away"
    record(session, actor, deed, about=f"provider {provider_id}", sessions_ended=len(ended))


def _end_sessions(session: Session, provider_id: int, now: datetime) -> list[SignIn]:
    rows = session.exec(select(SignIn).where(SignIn.provider_id == provider_id, col(SignIn.ended_at).is_(None))).all()
    for row in rows:
        row.ended_at = now
    return list(rows)


def _facts(draft: ProviderDraft) -> dict[str, Any]:
    return draft.model_dump(mode="json", exclude={"secret"})


def _sealed(secret: str) -> str:
    return seal(SECRET, {"secret": secret}) if secret else ""


def _key(session: Session, name: str) -> str:
    """A short name for addresses that no other provider has."""
    wanted = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split()) or "provider"
    taken = set(session.exec(select(IdentityProvider.key)))
    return next(key for n in range(1, len(taken) + 2) if (key := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def _refuse_unknown_agencies(session: Session, draft: ProviderDraft) -> None:
    known = set(session.exec(select(Agency.key)))
    for rule in draft.rules:
        if rule.role in AGENCY_ROLES and rule.agency not in known:
            raise BadForm({"rules": f"The role “{rule.role}” is held for one agency. Choose which for each such rule."})


def come_in(session: Session, provider_id: int, who: Claimed, now: datetime) -> Person:
    """Somebody whom a provider vouches for, with a second factor where it must show one.

    Their roles follow the provider's rules, where it has any.

    The first time they are found by their invitation's e-mail address, from then on by what never changes. Raises
    NoEntry, and the refusal is in the trail without saying who it was.
    """
    provider = session.get_one(IdentityProvider, provider_id)
    if not provider.active:
        raise NoEntry("This way to sign in was taken away. Choose another on the sign-in page.")
    refuse_unshown(who, provider.shown_by)
    person = _known(session, provider_id, who) or _invited(session, provider, who, now)
    given = held((RuleOf.model_validate(rule) for rule in provider.rules), who.claims)
    if given is not None:
        _follow(session, person, given, now)
    return person


def refused(session: Session, provider_id: int, now: datetime) -> None:
    """Leave a line about somebody who was vouched for but may not come in."""
    record_by_the_house(session, now, "refused a sign-in through a provider", about=f"provider {provider_id}")


def _known(session: Session, provider_id: int, who: Claimed) -> Person | None:
    person = session.exec(
        select(Person)
        .join(Identity, col(Identity.person_id) == Person.id)
        .where(Identity.provider_id == provider_id, Identity.subject == who.subject)
    ).first()
    if person is not None and not person.active:
        raise _nobody()
    return person


def _invited(session: Session, provider: IdentityProvider, who: Claimed, now: datetime) -> Person:
    refuse_unverified(who, provider.vouches)
    person = session.exec(select(Person).where(func.lower(Person.email) == who.email, col(Person.active))).first()
    if person is None:
        raise _nobody()
    other = session.exec(
        select(Identity).where(Identity.provider_id == provider.id, Identity.person_id == person.id)
    ).first()
    if other is not None:  # the address was given to somebody else at the organisation
        raise _nobody()
    session.add(Identity(provider_id=provider.id or 0, subject=who.subject, person_id=person.id or 0, made_at=now))
    bare = Actor(person.id or 0, person.name, frozenset(), person.agency_id, now)
    record(session, bare, "was recognised by a provider", about=f"provider {provider.id}")
    return person


def _nobody() -> NoEntry:
    return NoEntry(
        "You are signed in at your organisation, but nobody has invited you here yet. "
        "Ask your coordinator or your partnership's administrator for an invitation."
    )


def _follow(session: Session, person: Person, given: Held, now: datetime) -> None:
    """The rules decide the roles anew each time, so that who left a group loses its role. Administrators stay so."""
    rows = session.exec(select(Appointment).where(Appointment.person_id == person.id)).all()
    before = {Role(row.role) for row in rows}
    wanted = set(given.roles) | (before & {Role.ADMINISTRATOR})
    agency = session.exec(select(Agency).where(Agency.key == given.agency)).first() if given.agency else None
    if given.agency and agency is None:
        raise NotYours("agency")
    agency_id = agency.id if agency else None
    if wanted == before and person.agency_id == agency_id:
        return
    session.execute(delete(Appointment).where(col(Appointment.person_id) == person.id))
    session.add_all(Appointment(person_id=person.id or 0, role=role) for role in sorted(wanted))
    if person.agency_id != agency_id or not wanted & AGENCY_ROLES:
        release(session, person.id or 0)
    person.agency_id = agency_id
    person.revision += 1
    session.add(person)
    bare = Actor(person.id or 0, person.name, frozenset(wanted), agency_id, now)
    record(session, bare, "was given roles by a provider's rules", roles=sorted(wanted))
