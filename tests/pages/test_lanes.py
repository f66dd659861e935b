"""The private lanes as their readers get them, and what everybody else gets of them: nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from tests import factories as make
from tests.pages.conftest import everything, opened

SignedIn = Callable[[t.Person | None], AppTest]
WORDS = "Referrals to the front door wait for a second signature."


@dataclass
class Scene:
    """An audit whose panel sits, with an issue of the police."""

    audit: int
    issue: int
    coordinator: t.Person
    police: t.Person
    hospital: t.Person
    chair: t.Person
    auditor: t.Person
    observer: t.Person


@pytest.fixture
def scene(set_up: None) -> Scene:
    with work() as session:
        police, hospital = make.agency(session, "police"), make.agency(session, "hospital")
        audit = make.audit(session, police, hospital, stage="panel")
        return Scene(
            audit=audit.id or 0,
            issue=make.issue(session, audit, police, text=WORDS).id or 0,
            coordinator=make.person(session, Role.COORDINATOR),
            police=make.person(session, Role.AGENCY_LEAD, agency=police),
            hospital=make.person(session, Role.AGENCY_LEAD, agency=hospital),
            chair=make.person(session, Role.CHAIR),
            auditor=make.person(session, Role.AUDITOR, agency=police),
            observer=make.person(session, Role.OBSERVER, agency=police),
        )


@pytest.mark.parametrize("who", ["coordinator", "police"])
def test_an_issue_is_read_by_its_agency_and_the_coordinator(signed_in: SignedIn, scene: Scene, who: str) -> None:
    person = getattr(scene, who)
    assert "waits for an answer" in everything(opened(signed_in(person), "lanes/issues", audit=scene.audit))
    page = opened(signed_in(person), "lanes/issue", audit=scene.audit, issue=scene.issue)
    assert not page.exception
    assert WORDS in everything(page)


@pytest.mark.parametrize("who", ["hospital", "chair", "auditor", "observer"])
def test_everybody_else_gets_the_answer_that_an_issue_which_is_not_there_gets(
    signed_in: SignedIn, scene: Scene, who: str
) -> None:
    person = getattr(scene, who)
    there = everything(opened(signed_in(person), "lanes/issue", audit=scene.audit, issue=scene.issue))
    nowhere = everything(opened(signed_in(person), "lanes/issue", audit=scene.audit, issue=999))
    assert there == nowhere
    assert WORDS not in there


def test_another_agency_cannot_count_the_issues_of_others(signed_in: SignedIn, scene: Scene) -> None:
    before = everything(opened(signed_in(scene.hospital), "lanes/issues", audit=scene.audit))
    with work() as session:
        audit, police = session.get_one(t.Audit, scene.audit), session.get_one(t.Agency, scene.police.agency_id)
        make.issue(session, audit, police, number=2)
    assert everything(opened(signed_in(scene.hospital), "lanes/issues", audit=scene.audit)) == before
    assert "No issue has been raised with your agency." in before


def test_an_agency_receives_and_answers_and_the_coordinator_closes(signed_in: SignedIn, scene: Scene) -> None:
    key = f"issue/{scene.issue}"
    page = opened(signed_in(scene.police), "lanes/issue", audit=scene.audit, issue=scene.issue)
    page.button(key=f"{key}/receive").click().run()
    page.text_area(key=f"{key}/answer/text").input("One signature is enough now.")
    page.button(key=f"{key}/answer").click().run()
    assert "The agency answered" in everything(page)
    page = opened(signed_in(scene.coordinator), "lanes/issue", audit=scene.audit, issue=scene.issue)
    page.text_area(key=f"{key}/close/text").input("The change answers it.")
    page.button(key=f"{key}/close").click().run()
    assert not page.exception
    with work() as session:
        assert session.get_one(t.AgencyIssue, scene.issue).state == "closed"


def test_an_empty_answer_is_refused_and_the_page_stays(signed_in: SignedIn, scene: Scene) -> None:
    page = opened(signed_in(scene.police), "lanes/issue", audit=scene.audit, issue=scene.issue)
    page.button(key=f"issue/{scene.issue}/answer").click().run()
    assert "Your answer" in "\n".join(one.value for one in page.error)
    assert WORDS in everything(page)


def test_the_telephone_comes_before_the_record_of_a_concern(signed_in: SignedIn, scene: Scene) -> None:
    key = f"concern/{scene.audit}/0"
    page = opened(signed_in(scene.police), "lanes/concerns", audit=scene.audit)
    page.button(key=f"{key}/open").click().run()
    assert "Telephone now, before you do anything here" in [one.value for one in page.header]
    page.button(key=f"{key}/told").click().run()
    assert not page.text_area
    page.button(key=f"{key}/save").click().run()
    assert "Choose whom was told" in "\n".join(one.value for one in page.error)


def test_a_concern_stands_before_the_chair_and_not_before_another_agency(signed_in: SignedIn, scene: Scene) -> None:
    with work() as session:
        make.concern(session, session.get_one(t.Audit, scene.audit), scene.police)
    chair = everything(opened(signed_in(scene.chair), "lanes/concerns", audit=scene.audit))
    other = everything(opened(signed_in(scene.hospital), "lanes/concerns", audit=scene.audit))
    assert "overdue" in chair
    assert "No concern that you may know of is recorded in this audit." in other
