"""The ways to come in: on the sign-in page, and as administrators see them."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from maap.access import desk
from maap.domain.identity import Rule
from maap.domain.people import Actor, Permission, Role
from maap.domain.sessions import digest
from maap.outside.identity import Provider
from maap.storage import asked_factors
from maap.storage.sealing import unseal
from maap.storage.tables import Appointment, Identity, IdentityProvider, Person, SecondFactor, SignIn


@dataclass(frozen=True)
class WayIn:
    """A button of the sign-in page."""

    key: str
    name: str


@dataclass(frozen=True)
class ProviderRow:
    """A provider as administrators see it. ``known``: how many people here it has recognised."""

    id: int
    key: str
    name: str
    issuer: str
    client: str
    has_secret: bool
    vouches: bool
    shown_by: str
    asks_for: str
    rules: tuple[Rule, ...]
    active: bool
    known: int
    revision: int


@dataclass(frozen=True)
class FactorRule:
    """In which roles people need a second factor, and how many active people in them have none yet."""

    roles: frozenset[Role]
    without: int


def factor_rule(session: Session, actor: Actor) -> FactorRule:
    """What the partnership decided about second factors."""
    desk(actor, Permission.MANAGE_PEOPLE)
    roles = asked_factors.roles(session)
    having = select(SecondFactor.person_id).where(col(SecondFactor.confirmed_at).is_not(None))
    without = (
        select(func.count(func.distinct(col(Person.id))))
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(col(Person.active), col(Appointment.role).in_(roles), col(Person.id).not_in(having))
    )
    return FactorRule(roles, session.exec(without).one())


def ways_in(session: Session) -> tuple[WayIn, ...]:
    """The organisations through which people sign in. None of it is confidential."""
    rows = session.exec(select(IdentityProvider).where(col(IdentityProvider.active)).order_by(IdentityProvider.name))
    return tuple(WayIn(row.key, row.name) for row in rows)


def provider_behind(session: Session, key: str) -> tuple[int, Provider] | None:
    """What the server needs to ask a provider, for one that is on the sign-in page."""
    row = session.exec(
        select(IdentityProvider).where(IdentityProvider.key == key, col(IdentityProvider.active))
    ).first()
    if row is None:
        return None
    secret = (unseal("provider", row.secret) or {}).get("secret", "") if row.secret else ""
    return row.id or 0, Provider(row.issuer, row.client, secret, row.asks_for)


def providers(session: Session, actor: Actor) -> list[ProviderRow]:
    """Every provider with its rules, those in use first."""
    desk(actor, Permission.MANAGE_PEOPLE)
    counted = session.execute(select(Identity.provider_id, func.count()).group_by(col(Identity.provider_id)))
    known = {row[0]: row[1] for row in counted}
    rows = session.exec(
        select(IdentityProvider).order_by(col(IdentityProvider.active).desc(), col(IdentityProvider.name))
    )
    return [
        ProviderRow(
            id=row.id or 0,
            key=row.key,
            name=row.name,
            issuer=row.issuer,
            client=row.client,
            has_secret=bool(row.secret),
            vouches=row.vouches,
            shown_by=row.shown_by,
            asks_for=row.asks_for,
            rules=tuple(Rule.model_validate(rule) for rule in row.rules),
            active=row.active,
            known=known.get(row.id or 0, 0),
            revision=row.revision,
        )
        for row in rows
    ]


def provider_of(session: Session, token: str) -> Provider | None:
    """The provider through which the holder of a session's token came in; None for a password or link."""
    row = session.exec(
        select(IdentityProvider)
        .join(SignIn, col(SignIn.provider_id) == IdentityProvider.id)
        .where(SignIn.digest == digest(token))
    ).first()
    return Provider(row.issuer, row.client, "") if row else None


def own_way(session: Session, token: str) -> WayIn | None:
    """The button of the provider through which the holder of a token came in, while it is offered."""
    row = session.exec(
        select(IdentityProvider)
        .join(SignIn, col(SignIn.provider_id) == IdentityProvider.id)
        .where(SignIn.digest == digest(token), col(IdentityProvider.active))
    ).first()
    return WayIn(row.key, row.name) if row else None
