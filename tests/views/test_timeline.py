"""Each record says what happened to it, to those who may see the record, with the names that they may know."""

import pytest
from sqlmodel import Session

from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.storage.trail import record
from maap.views.timeline import (
    Deed,
    action_timeline,
    case_timeline,
    edition_timeline,
    finding_timeline,
    questionnaire_timeline,
    return_timeline,
)
from tests.isolation.planted import planted
from tests.isolation.scene import Scene


@pytest.fixture
def where(session: Session) -> Scene:
    return planted(session, "reporting")


def _did(session: Session, actor: Actor, where: Scene, deed: str, about: str) -> None:
    record(session, actor, deed, audit_id=where.ids["audit_id"], about=about, answers=2)


def _told(deeds: tuple[Deed, ...]) -> list[tuple[str, str, str]]:
    return [(deed.deed, deed.who, deed.capacity) for deed in deeds]


def test_a_returns_agency_reads_its_own_names_and_of_others_what_they_were(session: Session, where: Scene) -> None:
    lead = where.actor(session, Role.AGENCY_LEAD, where.police)
    coordinator = where.actor(session, Role.COORDINATOR)
    about = f"return {where.ids['return_id']}"
    _did(session, lead, where, "handed a return in", about)
    _did(session, coordinator, where, "accepted a return", about)
    _did(session, coordinator, where, "accepted a return", about + "1")
    asked = (where.ids["audit_id"], where.ids["return_id"])
    assert _told(return_timeline(session, lead, *asked)) == [
        ("accepted a return", "", "coordinator"),
        ("handed a return in", lead.name, "agency lead"),
    ]
    assert _told(return_timeline(session, coordinator, *asked)) == [
        ("accepted a return", coordinator.name, "coordinator"),
        ("handed a return in", lead.name, "agency lead"),
    ]


def test_another_agency_reads_nothing_of_it(session: Session, where: Scene) -> None:
    health = where.actor(session, Role.AGENCY_LEAD, where.health)
    with pytest.raises(NotYours):
        return_timeline(session, health, where.ids["audit_id"], where.ids["return_id"])


def test_an_action_is_told_to_the_agency_that_leads_it_and_to_the_team(session: Session, where: Scene) -> None:
    action = next(other["action_id"] for other in where.others if "action_id" in other)
    asked = (where.ids["audit_id"], action)
    for role, agency, told in (
        (Role.AGENCY_LEAD, where.police, True),
        (Role.CHAIR, None, True),
        (Role.AGENCY_LEAD, where.health, False),
        (Role.OBSERVER, None, False),
    ):
        actor = where.actor(session, role, agency)
        if told:
            assert action_timeline(session, actor, *asked) == ()
        else:
            with pytest.raises(NotYours):
                action_timeline(session, actor, *asked)


def test_cases_findings_documents_and_questionnaires_have_theirs(session: Session, where: Scene) -> None:
    coordinator, audit = where.actor(session, Role.COORDINATOR), where.ids["audit_id"]
    for noun, number in (("case", 5), ("finding", 6), ("edition", 7)):
        _did(session, coordinator, where, f"changed a {noun}", f"{noun} {number}")
    record(session, coordinator, "published a questionnaire", about="questionnaire 8")
    views = (case_timeline, finding_timeline, edition_timeline, questionnaire_timeline)
    found = [view(session, coordinator, audit, number)[0].deed for number, view in enumerate(views, 5)]
    assert found == ["changed a case", "changed a finding", "changed a edition", "published a questionnaire"]


def test_what_happened_in_another_audit_is_not_told_here(session: Session, where: Scene) -> None:
    coordinator = where.actor(session, Role.COORDINATOR)
    record(session, coordinator, "changed a finding", audit_id=where.elsewhere.id, about="finding 6")
    assert finding_timeline(session, coordinator, where.ids["audit_id"], 6) == ()


def test_a_panel_member_reads_no_names_of_other_agencies(session: Session, where: Scene) -> None:
    member = where.actor(session, Role.PANEL_MEMBER)
    _did(session, where.actor(session, Role.CHAIR), where, "recorded a grade", f"case {where.ids['case_id']}")
    (deed,) = case_timeline(session, member, where.ids["audit_id"], where.ids["case_id"])
    assert (deed.who, deed.capacity) == ("", "chair")


def test_an_auditor_has_no_way_to_the_timeline_of_a_finding(session: Session, where: Scene) -> None:
    with pytest.raises(NotAllowed):
        finding_timeline(session, where.actor(session, Role.AUDITOR, where.police), where.ids["audit_id"], 1)
