"""An issue that belongs to one agency is between that agency and the coordinator, and nobody else."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.fitting import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.issues import NewIssue, Said
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.issues import answer_issue, chase, close_issue, raise_issue, receive, reopen_issue
from maap.views.issues import issue, issues
from tests import factories as make

WORDS = "Referrals to the front door wait for a second signature."


@dataclass
class Scene:
    """Two agencies in an audit whose panel sits."""

    audit: int
    case: int
    police: t.Agency
    health: t.Agency
    coordinator: Actor
    police_lead: Actor
    health_lead: Actor


@pytest.fixture
def scene(session: Session) -> Scene:
    police, health = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, police, health, stage="panel")
    return Scene(
        audit=audit.id or 0,
        case=make.case(session, audit).id or 0,
        police=police,
        health=health,
        coordinator=make.acting(session, Role.COORDINATOR),
        police_lead=make.acting(session, Role.AGENCY_LEAD, agency=police),
        health_lead=make.acting(session, Role.AGENCY_LEAD, agency=health),
    )


def _raised(session: Session, scene: Scene, **different: object) -> int:
    given = {"agency_id": scene.police.id, "case_id": scene.case, "text": WORDS} | different
    return raise_issue(session, scene.coordinator, scene.audit, NewIssue.model_validate(given))


def _row(session: Session, issue_id: int) -> t.AgencyIssue:
    return session.get_one(t.AgencyIssue, issue_id, populate_existing=True)


def test_an_issue_is_raised_received_answered_and_closed(session: Session, scene: Scene) -> None:
    key = _raised(session, scene)
    receive(session, scene.police_lead, scene.audit, key, seen=1)
    answer_issue(session, scene.police_lead, scene.audit, key, Said(text="The second signature is gone."), seen=2)
    close_issue(session, scene.coordinator, scene.audit, key, Said(text="The rule has changed."), seen=3)
    assert _row(session, key).state == "closed"
    steps = session.exec(select(t.IssueStep).where(t.IssueStep.issue_id == key).order_by(t.IssueStep.id)).all()
    assert [(one.step, one.by_agency) for one in steps] == [("received", True), ("answered", True), ("closed", False)]


def test_its_answer_is_due_in_ten_working_days_and_its_lead_gets_a_letter_without_its_words(
    session: Session, scene: Scene
) -> None:
    key = _raised(session, scene)
    assert _row(session, key).due == date(2026, 3, 17)
    letter = session.exec(select(t.Letter).where(t.Letter.kind == "issue raised")).one()
    assert letter.person_id == scene.police_lead.person_id
    assert WORDS not in letter.subject + letter.body


def test_another_agency_finds_nothing_by_list_by_address_or_by_answering(session: Session, scene: Scene) -> None:
    key = _raised(session, scene)
    assert issues(session, scene.health_lead, scene.audit).lines == ()
    with pytest.raises(NotYours) as by_address:
        issue(session, scene.health_lead, scene.audit, key)
    with pytest.raises(NotYours) as of_nothing:
        issue(session, scene.health_lead, scene.audit, key + 1000)
    assert str(by_address.value) == str(of_nothing.value)
    for deed in (receive, chase):
        with pytest.raises((NotYours, NotAllowed)):
            deed(session, scene.health_lead, scene.audit, key, 1)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.PANEL_MEMBER, Role.OBSERVER, Role.AUDITOR])
def test_whoever_may_raise_an_issue_does_not_read_what_became_of_it(session: Session, scene: Scene, role: Role) -> None:
    key = _raised(session, scene)
    agency = scene.police if role is Role.AUDITOR else None
    with pytest.raises((NotAllowed, NotYours)):
        issue(session, make.acting(session, role, agency=agency), scene.audit, key)


def test_an_agencys_own_issues_are_numbered_so_that_no_gap_tells_of_others(session: Session, scene: Scene) -> None:
    _raised(session, scene, agency_id=scene.health.id)
    key = _raised(session, scene)
    assert _row(session, key).number == 1


def test_the_trail_names_neither_agency_nor_words(session: Session, scene: Scene) -> None:
    _raised(session, scene)
    entry = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "raised an issue of one agency")).one()
    assert "police" not in entry.model_dump_json().lower() and WORDS not in entry.model_dump_json()


def test_two_people_never_take_the_same_step_unseen(session: Session, scene: Scene) -> None:
    key = _raised(session, scene)
    receive(session, scene.police_lead, scene.audit, key, seen=1)
    with pytest.raises(Overtaken):
        answer_issue(session, scene.police_lead, scene.audit, key, Said(text="Ours."), seen=1)


def test_an_issue_is_opened_again_with_a_new_date_and_reminded_of_once_a_day(session: Session, scene: Scene) -> None:
    key = _raised(session, scene)
    close_issue(session, scene.coordinator, scene.audit, key, Said(text="Settled."), seen=1)
    reopen_issue(session, scene.coordinator, scene.audit, key, Said(text="It came back."), seen=2)
    assert (_row(session, key).state, _row(session, key).due) == ("received", date(2026, 3, 10))
    assert chase(session, scene.coordinator, scene.audit, key, seen=3) == 1
    with pytest.raises(Problem, match="reminded today"):
        chase(session, scene.coordinator, scene.audit, key, seen=4)
    tomorrow = Actor(
        scene.coordinator.person_id, "", scene.coordinator.roles, None, scene.coordinator.now + timedelta(days=1)
    )
    assert chase(session, tomorrow, scene.audit, key, seen=4) == 1


def test_words_that_tell_who_somebody_is_are_not_kept(session: Session, scene: Scene) -> None:
    with pytest.raises(Identifiers):
        _raised(session, scene, text="NHS number 943 476 5919 was missing.")
    with pytest.raises(MayIdentify):
        _raised(session, scene, text="Sarah Jones wrote nothing down.")
    assert session.exec(select(t.AgencyIssue)).all() == []


def test_an_agency_that_takes_no_part_gets_no_issue(session: Session, scene: Scene) -> None:
    with pytest.raises(Problem, match="take part"):
        _raised(session, scene, agency_id=make.agency(session, "housing").id)


@pytest.mark.parametrize("stage", ["draft", "agreed", "sampling", "closed"])
def test_issues_are_raised_between_fieldwork_and_the_end(session: Session, scene: Scene, stage: str) -> None:
    session.get_one(t.Audit, scene.audit).stage = stage
    with pytest.raises(WrongStage):
        _raised(session, scene)


def test_an_auditor_raises_what_the_own_return_tells_of_and_once_only(session: Session, scene: Scene) -> None:
    auditor = make.acting(session, Role.AUDITOR, agency=scene.health)
    session.add(t.NamedAuditor(audit_id=scene.audit, agency_id=scene.health.id or 0, person_id=auditor.person_id))
    own = make.a_return(session, session.get_one(t.Case, scene.case), scene.health)
    told = make.answer(session, own, "single_agency_issue", "yes")
    given = NewIssue(agency_id=scene.police.id or 0, text=WORDS, answer_id=told.id)
    key = raise_issue(session, auditor, scene.audit, given)
    assert (_row(session, key).case_id, _row(session, key).raised_as) == (scene.case, "auditor")
    with pytest.raises(Problem, match="already raised"):
        raise_issue(session, auditor, scene.audit, given)


def test_an_auditor_cannot_raise_from_another_agencys_answer(session: Session, scene: Scene) -> None:
    auditor = make.acting(session, Role.AUDITOR, agency=scene.health)
    session.add(t.NamedAuditor(audit_id=scene.audit, agency_id=scene.health.id or 0, person_id=auditor.person_id))
    foreign = make.a_return(session, session.get_one(t.Case, scene.case), scene.police)
    told = make.answer(session, foreign, "single_agency_issue", "yes")
    with pytest.raises(NotYours):
        raise_issue(
            session, auditor, scene.audit, NewIssue(agency_id=scene.police.id or 0, text="x", answer_id=told.id)
        )
