"""Sign-in with a partner organisation's own identity provider: what it says of somebody, and what follows from it.

A claim is what a provider states about a person: their address, their groups. A rule turns a claim into a role here.
Nobody comes in because of a rule alone: the first sign-in is for people who were invited, by their e-mail address.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from maap.domain.people import AGENCY_ROLES, Role
from maap.domain.problems import Problem

_PLACE = re.compile(r"([\w.-]+)(:\d+)?(/[\w./~-]*)?")
_LOOPBACK = ("localhost", "127.0.0.1")


class Rule(BaseModel):
    """«Whoever has this value in this claim holds this role, for this agency.» ``agency`` is a key, or empty."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    claim: str = Field(min_length=1, max_length=100)
    value: str = Field(min_length=1, max_length=300)
    role: Role
    agency: str = ""

    @field_validator("role")
    @classmethod
    def _never_the_administrator(cls, value: Role) -> Role:
        if value is Role.ADMINISTRATOR:
            raise ValueError("Administrators are made by an administrator here, never by a rule.")
        return value

    def fits(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claims hold the value: as the claim itself, or as one of its list."""
        held = _several(claims.get(self.claim))
        return any(isinstance(one, str) and one.casefold() == self.value.casefold() for one in held)


class ProviderDraft(BaseModel):
    """An identity provider as an administrator describes it. ``name`` is on the button of the sign-in page.

    ``vouches``: the organisation checks its people's addresses itself, so that an address counts without the
    provider's own mark of having verified it. An empty ``secret`` keeps the one that is stored.
    ``shown_by``: values of the claims amr or acr, any of which says that a second factor was shown; then a sign-in
    without one is refused. ``asks_for``: the levels that the provider is asked for, its acr_values.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=60)
    issuer: str = Field(max_length=300)
    client: str = Field(min_length=1, max_length=300)
    secret: str = Field(default="", max_length=1000)
    vouches: bool = False
    shown_by: str = Field(default="", max_length=300)
    asks_for: str = Field(default="", max_length=300)
    rules: tuple[Rule, ...] = ()

    @field_validator("shown_by", "asks_for")
    @classmethod
    def _values_with_spaces_between(cls, value: str) -> str:
        """Several are written with commas or spaces between them."""
        return " ".join(value.replace(",", " ").split())

    @model_validator(mode="after")
    def _what_is_asked_for_is_looked_at(self) -> Self:
        """A level that is asked for is looked at in the answer: what shows a second factor is named, too."""
        if self.asks_for and not self.shown_by:
            raise ValueError(
                "Say what shows a second factor, too. Otherwise nobody looks at what the provider answers."
            )
        return self

    @field_validator("issuer")
    @classmethod
    def _over_https(cls, value: str) -> str:
        """An issuer that is asked over plain http could be anybody; loopback is for trying it out."""
        scheme, _, rest = value.partition("://")
        place = _PLACE.fullmatch(rest)
        if place and (scheme == "https" or (scheme == "http" and place[1] in _LOOPBACK)):
            return value.rstrip("/")
        raise ValueError("Enter the issuer's address as the organisation gives it. It starts with https://.")


@dataclass(frozen=True)
class Claimed:
    """What a provider says of somebody. ``subject`` never changes; the address may."""

    subject: str
    email: str
    verified: bool
    claims: Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """What follows from the rules: roles, and the agency they are held for."""

    roles: frozenset[Role]
    agency: str


class NoEntry(Problem):
    """A provider knows somebody whom this house does not, or who may not come in."""


def claimed(claims: Mapping[str, Any]) -> Claimed:
    """Read the claims of an identity token. Raises NoEntry when they do not say who it is."""
    subject, email = claims.get("sub"), claims.get("email") or claims.get("preferred_username")
    if not isinstance(subject, str) or not subject or not isinstance(email, str) or "@" not in email:
        raise NoEntry(
            "Your organisation's sign-in did not say which e-mail address is yours. Ask its support to release "
            "the e-mail address to this service, or sign in with a password."
        )
    return Claimed(subject, email.strip().lower(), claims.get("email_verified") is True, claims)


def refuse_unverified(who: Claimed, vouches: bool) -> None:
    """An address that nobody checked could be somebody else's. Raises NoEntry."""
    if not (who.verified or vouches):
        raise NoEntry(
            "Your organisation's sign-in has not verified your e-mail address. Ask its support to verify it, "
            "or sign in with a password."
        )


def refuse_unshown(who: Claimed, shown_by: str) -> None:
    """Where a second factor must be shown at the provider, its answer has to say that it was. Raises NoEntry.

    ``shown_by``: of ProviderDraft; empty where none must.
    """
    wanted = {value.casefold() for value in shown_by.split()}
    said = [one for claim in ("amr", "acr") for one in _several(who.claims.get(claim))]
    if wanted and not any(isinstance(one, str) and one.casefold() in wanted for one in said):
        raise NoEntry(
            "Your organisation's sign-in let you in without a second factor, and this house needs one. Sign out there, "
            "start again here, and use your authenticator app, security key or card. If it asks for none, tell your "
            "partnership's administrator."
        )


def _several(found: object) -> list[object]:
    """A claim that may be one value or a list of them."""
    return found if isinstance(found, list) else [found]


def held(rules: Iterable[Rule], claims: Mapping[str, Any]) -> Held | None:
    """The roles that the rules give; None when the provider has no rules, so that roles stay as they were given here.

    Raises NoEntry when no rule fits, or when those that fit name two agencies.
    """
    rules = tuple(rules)
    if not rules:
        return None
    fitting = [rule for rule in rules if rule.fits(claims)]
    if not fitting:
        raise NoEntry(
            "Your organisation's sign-in gives you no part in the audits. Ask your partnership's administrator "
            "which group you need to be in."
        )
    agencies = {rule.agency for rule in fitting if rule.role in AGENCY_ROLES}
    if len(agencies) > 1 or "" in agencies:
        raise NoEntry(
            "The rules for your organisation's sign-in do not name one agency for you. "
            "Ask your partnership's administrator to put them right."
        )
    return Held(frozenset(rule.role for rule in fitting), next(iter(agencies), ""))


Way = Literal["password", "link", "provider"]
"""How somebody came in."""
