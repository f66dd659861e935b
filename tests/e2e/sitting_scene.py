"""Fills an empty database with an audit whose last return is in: four cases, four agencies, nothing written.

With «later», it is a year later: the re-audit that was begun has its answers.
"""

import sys
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from maap.demonstration.library import BRIEFINGS
from maap.demonstration.paper import as_pdf
from maap.domain.library import Facts
from maap.domain.panels import scales
from maap.domain.people import Actor, Role
from maap.outside import configuration, passwords
from maap.outside.clock import now
from maap.outside.document_text import read_document
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import form, freeze
from maap.storage.schema import migrate
from maap.usecases.library import add
from maap.usecases.setup import furnish
from tests import factories as make
from tests.e2e.conftest import PASSWORD

CASES = 4
GRADES = ("good", "requires_improvement", "inadequate")
SHARED = "Visits were made on the day that they were promised."
WANTED = "Agencies waited for each other before they met."
POLICE_ANSWER = "The Zanzibar lantern form was filled in twice."
POLICE_ISSUE = "The Quillfeather rota left nights uncovered."
LATER = "later"


def _fill(session: Session) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(one for one in loaded.questionnaires if one.key == "maap_core_children")
    keys = ("police", "acute_hospital", "childrens_social_care", "housing")
    agencies = {key: make.agency(session, key) for key in keys}
    facts = {"reference": "MAAP26-1", "title": "Neglect of young children", "created_at": now()}
    audit = make.audit(session, *agencies.values(), stage="fieldwork", **facts)
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
        if number < CASES:
            _agreed(session, case, people["chair"])
    make.issue(session, audit, agencies["police"], text=POLICE_ISSUE)
    _shelve(session, make.actor(people["coordinator"], Role.COORDINATOR, now=now()))


def _shelve(session: Session, coordinator: Actor) -> None:
    """Three briefings from before this house are in the library."""
    for one in BRIEFINGS:
        content = as_pdf((one.title, *one.paragraphs))
        facts = Facts(title=one.title, year=one.year, kind="briefing", dated=one.dated)
        add(session, coordinator, facts, read_document("briefing.pdf", content), content, looked_at=True)


def _a_year_later(session: Session) -> None:
    """Every agency has answered the re-audit, and is in time wherever it was not."""
    audit = session.exec(select(t.Audit).order_by(col(t.Audit.id).desc())).first()
    assert audit is not None and audit.earlier_id is not None
    earlier = session.get_one(t.Audit, audit.earlier_id)
    audit.stage = "reporting"
    freeze(audit, form(earlier))
    taking_part = session.exec(select(t.Participation).where(t.Participation.audit_id == earlier.id)).all()
    by = session.exec(select(t.Person)).first()
    question = next(
        one.id
        for one in form(earlier).questions
        if one.kind == "grade" and form(earlier).domain_of(one.id) == "timeliness"
    )
    for number in range(1, CASES + 1):
        case = make.case(session, audit, number)
        for one in taking_part:
            row = make.a_return(session, case, session.get_one(t.Agency, one.agency_id), state="accepted")
            make.answer(session, row, question, "good", by, domain="timeliness", grade="good")


def _agreed(session: Session, case: t.Case, by: t.Person) -> None:
    """What the panel agreed about a case."""
    facts = {"grade": GRADES[case.number % 3], "how": "consensus", "agreed_by": by.id, "agreed_at": now()}
    session.add(t.PanelGrade(audit_id=case.audit_id, case_id=case.id, domain="timeliness", **facts))


def _people(session: Session, agencies: Mapping[str, t.Agency]) -> dict[str, t.Person]:
    wanted: dict[str, tuple[Role, t.Agency | None]] = {
        "coordinator": (Role.COORDINATOR, None),
        "chair": (Role.CHAIR, None),
        "hospital": (Role.AGENCY_LEAD, agencies["acute_hospital"]),
    }
    facts: dict[str, Any] = {"password": passwords.kept(PASSWORD), "created_at": now()}
    return {
        name: make.person(session, role, agency=agency, name=name, email=f"{name}@example.org", **facts)
        for name, (role, agency) in wanted.items()
    }


if __name__ == "__main__":
    migrate()
    with work() as filling:
        (_a_year_later if LATER in sys.argv else _fill)(filling)
