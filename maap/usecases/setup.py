"""The first start: the partnership is named, its choices are loaded, and somebody administers."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.outside import passwords
from maap.outside.configuration import Configuration
from maap.storage.tables import Agency, Appointment, Choice, Partnership, Person, QuestionnaireVersion, Theme
from maap.storage.trail import record_by_the_house


class SetUp(BaseModel):
    """What the set-up page asks."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    partnership: str = Field(min_length=1, max_length=200)
    short_name: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=200)
    email: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    password: str
    coordinates: bool = True


def set_up(session: Session, draft: SetUp, configuration: Configuration, now: datetime) -> Person:
    """Fill an empty installation. Raises Problem when it is already set up, or for a weak password."""
    if session.get(Partnership, 1) is not None:
        raise Problem("This installation is already set up. Sign in instead.")
    passwords.refuse_weak(draft.password, [draft.name, draft.email, draft.partnership, "safeguarding", "maap"])
    furnish(session, draft.partnership, draft.short_name, configuration)
    person = Person(name=draft.name, email=draft.email.lower(), created_at=now, password=passwords.kept(draft.password))
    session.add(person)
    session.flush()
    roles = [Role.ADMINISTRATOR, *([Role.COORDINATOR] if draft.coordinates else [])]
    session.add_all(Appointment(person_id=person.id or 0, role=role) for role in roles)
    record_by_the_house(session, now, "set up the installation", administrator=person.id)
    return person


def furnish(
    session: Session, name: str, short_name: str, configuration: Configuration, demonstration: bool = False
) -> None:
    """Copy the configuration into an empty database; from then on it is edited on pages."""
    session.add(
        Partnership(
            id=1,
            name=name,
            short_name=short_name,
            procedures=configuration.procedures,
            demonstration=demonstration,
            choices=configuration.partnership.model_dump(mode="json"),
        )
    )
    for position, agency in enumerate(configuration.agencies):
        session.add(Agency(position=position, **agency.model_dump(mode="json")))
    _themes(session, configuration)
    for position, scale in enumerate(configuration.scales):
        body = scale.model_dump(mode="json")
        session.add(Choice(kind="scale", key=scale.key, name=scale.name, body=body, position=position))
    steps = [step.model_dump(mode="json") for step in configuration.timetable]
    session.add(Choice(kind="timetable", key="default", name="Timetable", body={"steps": steps}))
    for form in configuration.questionnaires:
        session.add(
            QuestionnaireVersion(
                key=form.key,
                version=form.version,
                title=form.title,
                audience=form.audience,
                module_of=form.module_of,
                published=True,
                body=form.model_dump(mode="json"),
            )
        )
    session.flush()


def _themes(session: Session, configuration: Configuration) -> None:
    groups: dict[str, Theme] = {}
    for position, entry in enumerate(configuration.themes):
        if entry.group not in groups:
            groups[entry.group] = Theme(key=f"group_{entry.group}", name=entry.group_name, position=position)
            session.add(groups[entry.group])
            session.flush()
        words = entry.model_dump(mode="json", exclude={"group", "group_name"})
        session.add(Theme(group_id=groups[entry.group].id, position=position, **words))
