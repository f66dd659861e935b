"""Who and what terms of reference can name: people with their roles, agencies, themes, questionnaires and scales."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from maap.domain.people import GRANTS, Permission, Role
from maap.domain.terms import AgencyPart, Missing, Names, Signatory, Terms, step_of

_TEAM = frozenset({Role.COORDINATOR, Role.CHAIR})
_SIGNING = frozenset(role for role in Role if Permission.SIGN_TERMS in GRANTS[role])


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account. ``agency`` is the agency's key, empty for the partnership's own team."""

    id: int
    name: str
    roles: frozenset[Role] = frozenset()
    agency: str = ""
    active: bool = True

    @property
    def capacity(self) -> str:
        """In what capacity they would usually sign."""
        for role, capacity in ((Role.CHAIR, "chair"), (Role.COORDINATOR, "coordinator")):
            if role in self.roles:
                return capacity
        return "agency_lead" if Role.AGENCY_LEAD in self.roles else ""


@dataclass(frozen=True)
class Entry:
    """An agency, theme, questionnaire or scale.

    ``about``: an agency's usual remit, a theme's group, or the core that a module belongs to. ``offered`` is False for
    something that may no longer be chosen, such as a questionnaire that is not published.
    """

    key: str
    name: str
    about: str = ""
    audience: str = "both"
    offered: bool = True

    def fits(self, audience: str) -> bool:
        """Whether it suits an audit about children, adults or both."""
        return audience == "both" or self.audience in ("both", audience)


@dataclass(frozen=True)
class Register:
    """Everything there is to choose from, each list in the partnership's order."""

    people: tuple[Colleague, ...] = ()
    agencies: tuple[Entry, ...] = ()
    themes: tuple[Entry, ...] = ()
    questionnaires: tuple[Entry, ...] = ()
    scales: tuple[Entry, ...] = ()
    audits: Mapping[int, str] | None = None
    questions: Mapping[str, str] | None = None

    @cached_property
    def names(self) -> Names:
        """The names behind the keys, also of what may no longer be chosen."""
        agencies = {one.key: one.name for one in self.agencies}
        return Names(
            people={one.id: one.name for one in self.people},
            agencies=agencies,
            themes={one.key: one.name for one in self.themes},
            questionnaires={one.key: one.name for one in self.questionnaires},
            scales={one.key: one.name for one in self.scales},
            audits=self.audits or {},
            questions=self.questions or {},
        )

    def leads_of(self, agency: str) -> tuple[Colleague, ...]:
        """Active leads of an agency."""
        return tuple(
            one for one in self.people if one.active and one.agency == agency and Role.AGENCY_LEAD in one.roles
        )

    def may_sign(self, terms: Terms) -> tuple[Colleague, ...]:
        """People who can be asked to sign: coordinators, chairs, and leads of the agencies in the terms."""
        taking_part = {part.agency for part in terms.agencies}
        return tuple(
            one
            for one in self.people
            if one.active and (one.roles & _TEAM or (one.roles & _SIGNING and one.agency in taking_part))
        )

    @property
    def may_sit(self) -> tuple[Colleague, ...]:
        """People who can sit on a panel: panel members, chairs and coordinators."""
        return tuple(one for one in self.people if one.active and one.roles & (_TEAM | {Role.PANEL_MEMBER}))

    @property
    def active_people(self) -> tuple[Colleague, ...]:
        """Everybody who is here now."""
        return tuple(one for one in self.people if one.active)

    def part(self, agency: str) -> AgencyPart:
        """An agency's part as it usually is: its remit, and its lead when it has only one."""
        about = next((one.about for one in self.agencies if one.key == agency), "")
        leads = self.leads_of(agency)
        return AgencyPart(agency=agency, remit=about, lead=leads[0].id if len(leads) == 1 else None)

    def signatory(self, person: int) -> Signatory:
        """A person who signs in their usual capacity."""
        capacity = next((one.capacity for one in self.people if one.id == person), "")
        return Signatory(person=person, capacity=capacity)


def unusable(terms: Terms, register: Register) -> tuple[Missing, ...]:
    """What the terms name but cannot be used as it stands, in a sentence each: people who left, agencies that closed,
    questionnaires that are not published.
    """
    found = [*_agencies(terms, register), *_people(terms, register), *_questionnaires(terms, register)]
    return tuple(Missing(step_of(field).key, field, sentence) for field, sentence in found)


def _agencies(terms: Terms, register: Register) -> Iterator[tuple[str, str]]:
    offered = {one.key for one in register.agencies if one.offered}
    for part in terms.agencies:
        name = register.names.agency(part.agency)
        if part.agency not in offered:
            yield "agencies", f"{name} is no longer an agency of the partnership. Take it out."
        elif part.lead is not None and part.lead not in {one.id for one in register.leads_of(part.agency)}:
            person = register.names.person(part.lead)
            yield "agencies", f"{person} is not a lead of {name} any more. Choose another person."


def _people(terms: Terms, register: Register) -> Iterator[tuple[str, str]]:
    signing, sitting = {one.id for one in register.may_sign(terms)}, {one.id for one in register.may_sit}
    for signatory in terms.signatories:
        if signatory.person not in signing:
            yield (
                "signatories",
                f"{register.names.person(signatory.person)} cannot sign. Name coordinators, chairs, or leads of the"
                " agencies that take part.",
            )
    for member in terms.panel_members:
        if member not in sitting:
            yield (
                "panel_members",
                f"{register.names.person(member)} cannot sit on the panel. Choose somebody else, or ask an"
                " administrator to make them a panel member.",
            )
    here = {one.id for one in register.active_people}
    for field in ("chair", "lead_officer", "sponsor", "scrutineer", "minute_taker", "panel_chair", "action_owner"):
        person = getattr(terms, field)
        if person is not None and person not in here:
            yield field, f"{register.names.person(person)} is no longer here. Choose another person."


def _questionnaires(terms: Terms, register: Register) -> Iterator[tuple[str, str]]:
    by_key = {one.key: one for one in register.questionnaires if one.offered}
    core = by_key.get(terms.questionnaire)
    if terms.questionnaire and core is None:
        name = register.names.questionnaire(terms.questionnaire)
        yield "questionnaire", f"The questionnaire “{name}” is not published. Choose another."
    elif core is not None and not core.fits(terms.audience):
        yield "questionnaire", f"The questionnaire “{core.name}” is not for this kind of audit. Choose another."
    for key in terms.modules:
        name = register.names.questionnaire(key)
        if key not in by_key:
            yield "modules", f"The module “{name}” is not published. Take it out."
        elif core is not None and by_key[key].about != core.key:
            yield "modules", f"The module “{name}” does not belong to the questionnaire “{core.name}”. Take it out."
