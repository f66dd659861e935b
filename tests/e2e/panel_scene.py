"""Fills an empty database with an audit before its panel: five cases, seven agencies. Run before the server."""

from sqlmodel import Session, select

from maap.domain.panels import scales
from maap.domain.people import Role
from maap.outside import configuration, passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import form, freeze
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from tests import factories as make
from tests.e2e.conftest import PASSWORD

AGENCIES = (
    *("childrens_social_care", "police", "health_visiting", "housing"),
    *("schools_colleges", "acute_hospital", "probation"),
)
CASES = 5
GRADES = ("good", "requires_improvement", "inadequate")


def _fill(session: Session) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(one for one in loaded.questionnaires if one.audience == "children" and not one.module_of)
    agencies = [session.exec(select(t.Agency).where(t.Agency.key == key)).one() for key in AGENCIES]
    audit = make.audit(session, *agencies, reference="MAAP26-1", title="Neglect of young children", stage="panel")
    freeze(audit, core)
    secret = passwords.kept(PASSWORD)
    people = {
        role: make.person(session, role, email=f"{email}@example.org", password=secret, created_at=now())
        for role, email in {
            Role.CHAIR: "chair",
            Role.COORDINATOR: "coordinator",
            Role.PANEL_MEMBER: "member",
        }.items()
    }
    session.add(t.PanelMember(audit_id=audit.id, person_id=people[Role.PANEL_MEMBER].id))
    domains = list(scales(form(audit)))
    for number in range(1, CASES + 1):
        case = make.case(session, audit, number, reference=f"MAAP26-1-{number:02}")
        for place, agency in enumerate(agencies):
            row = make.a_return(session, case, agency, state="not started" if _missing(number, place) else "submitted")
            if _missing(number, place):
                continue
            for domain in domains:
                question = next(
                    one.id for one in core.questions if one.kind == "grade" and core.domain_of(one.id) == domain
                )
                level = GRADES[(number + place) % 3]
                make.answer(session, row, question, level, people[Role.CHAIR], domain=domain, grade=level)


def _missing(number: int, place: int) -> bool:
    """Probation has not handed in its return about the last case."""
    return number == CASES and place == len(AGENCIES) - 1


if __name__ == "__main__":
    migrate()
    with work() as filling:
        _fill(filling)
