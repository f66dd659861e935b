"""Fills an empty database with an audit whose panel has met: four cases, four agencies, returns in, nothing written."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

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

CASES = 4
GRADES = ("good", "requires_improvement", "inadequate")
SHARED = "Visits were made on the day that they were promised."
WANTED = "Agencies waited for each other before they met."
POLICE_ANSWER = "The Zanzibar lantern form was filled in twice."
POLICE_ISSUE = "The Quillfeather rota left nights uncovered."
HOSPITAL_ISSUE = "The Marigold ledger was read by nobody."


def _fill(session: Session) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(one for one in loaded.questionnaires if one.key == "maap_core_children")
    keys = ("police", "acute_hospital", "childrens_social_care", "housing")
    agencies = {key: make.agency(session, key) for key in keys}
    facts = {"reference": "MAAP26-1", "title": "Neglect of young children", "created_at": now()}
    audit = make.audit(session, *agencies.values(), stage="panel", **facts)
    freeze(audit, core)
    people = _people(session, agencies)
    for number in range(1, CASES + 1):
        case = make.case(session, audit, number, reference=f"MAAP26-1-{number:02}")
        for place, agency in enumerate(agencies.values()):
            row = make.a_return(session, case, agency, state="accepted")
            for domain in scales(form(audit)):
                level = GRADES[(number + place) % 3]
                question = next(
                    one.id for one in core.questions if one.kind == "grade" and core.domain_of(one.id) == domain
                )
                make.answer(session, row, question, level, people["chair"], domain=domain, grade=level)
            if place < 3:
                make.answer(session, row, "worked_timeliness", SHARED, people["chair"], domain="timeliness")
                make.answer(session, row, "better_communication", WANTED, people["chair"], domain="communication")
            if agency.key == "police" and number == 1:
                make.answer(session, row, "better_timeliness", POLICE_ANSWER, people["chair"], domain="timeliness")
        _agreed(session, case, people["chair"])
    make.issue(session, audit, agencies["police"], text=POLICE_ISSUE)
    make.issue(session, audit, agencies["acute_hospital"], text=HOSPITAL_ISSUE, number=1)


def _agreed(session: Session, case: t.Case, by: t.Person) -> None:
    """What the panel agreed about a case."""
    facts = {"grade": GRADES[case.number % 3], "how": "consensus", "agreed_by": by.id, "agreed_at": now()}
    session.add(t.PanelGrade(audit_id=case.audit_id, case_id=case.id, domain="timeliness", **facts))


def _people(session: Session, agencies: Mapping[str, t.Agency]) -> dict[str, t.Person]:
    wanted: dict[str, tuple[Role, t.Agency | None]] = {
        "coordinator": (Role.COORDINATOR, None),
        "chair": (Role.CHAIR, None),
        "hospital": (Role.AGENCY_LEAD, agencies["acute_hospital"]),
        "observer": (Role.OBSERVER, None),
    }
    facts: dict[str, Any] = {"password": passwords.kept(PASSWORD), "created_at": now()}
    return {
        name: make.person(session, role, agency=agency, name=name, email=f"{name}@example.org", **facts)
        for name, (role, agency) in wanted.items()
    }


if __name__ == "__main__":
    migrate()
    with work() as filling:
        _fill(filling)
