"""The private lanes as their readers get them, and what everybody else gets of them: nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from tests import factories as make

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


def _opened(browser: AppTest, script: str, **asked: int) -> AppTest:
    browser.run()
    for name, value in asked.items():
        browser.query_params[name] = str(value)
    return browser.switch_page(f"pages/lanes/{script}.py").run()


def _everything(page: AppTest) -> str:
    parts = (page.text, page.caption, page.markdown, page.title, page.header, page.info, page.error, page.warning)
    return "\n".join(str(each.value) for part in parts for each in part)


@pytest.mark.parametrize("who", ["coordinator", "police"])
def test_an_issue_is_read_by_its_agency_and_the_coordinator(signed_in: SignedIn, scene: Scene, who: str) -> None:
    person = getattr(scene, who)
    assert "waits for an answer" in _everything(_opened(signed_in(person), "issues", audit=scene.audit))
    page = _opened(signed_in(person), "issue", audit=scene.audit, issue=scene.issue)
    assert not page.exception
    assert WORDS in _everything(page)


@pytest.mark.parametrize("who", ["hospital", "chair", "auditor", "observer"])
def test_everybody_else_gets_the_answer_that_an_issue_which_is_not_there_gets(
    signed_in: SignedIn, scene: Scene, who: str
) -> None:
    person = getattr(scene, who)
    there = _everything(_opened(signed_in(person), "issue", audit=scene.audit, issue=scene.issue))
    nowhere = _everything(_opened(signed_in(person), "issue", audit=scene.audit, issue=999))
    assert there == nowhere
    assert WORDS not in there


def test_another_agency_cannot_count_the_issues_of_others(signed_in: SignedIn, scene: Scene) -> None:
    before = _everything(_opened(signed_in(scene.hospital), "issues", audit=scene.audit))
    with work() as session:
        audit, police = session.get_one(t.Audit, scene.audit), session.get_one(t.Agency, scene.police.agency_id)
        make.issue(session, audit, police, number=2)
    assert _everything(_opened(signed_in(scene.hospital), "issues", audit=scene.audit)) == before
    assert "No issue has been raised with your agency." in before


def test_an_agency_receives_and_answers_and_the_coordinator_closes(signed_in: SignedIn, scene: Scene) -> None:
    key = f"issue/{scene.issue}"
    page = _opened(signed_in(scene.police), "issue", audit=scene.audit, issue=scene.issue)
    page.button(key=f"{key}/receive").click().run()
    page.text_area(key=f"{key}/answer/text").input("One signature is enough now.")
    page.button(key=f"{key}/answer").click().run()
    assert "The agency answered" in _everything(page)
    page = _opened(signed_in(scene.coordinator), "issue", audit=scene.audit, issue=scene.issue)
    page.text_area(key=f"{key}/close/text").input("The change answers it.")
    page.button(key=f"{key}/close").click().run()
    assert not page.exception
    with work() as session:
        assert session.get_one(t.AgencyIssue, scene.issue).state == "closed"


def test_an_empty_answer_is_refused_and_the_page_stays(signed_in: SignedIn, scene: Scene) -> None:
    page = _opened(signed_in(scene.police), "issue", audit=scene.audit, issue=scene.issue)
    page.button(key=f"issue/{scene.issue}/answer").click().run()
    assert "Your answer" in "\n".join(one.value for one in page.error)
    assert WORDS in _everything(page)


def test_the_telephone_comes_before_the_record_of_a_concern(signed_in: SignedIn, scene: Scene) -> None:
    key = f"concern/{scene.audit}/0"
    page = _opened(signed_in(scene.police), "concerns", audit=scene.audit)
    page.button(key=f"{key}/open").click().run()
    assert "Telephone now, before you do anything here" in [one.value for one in page.header]
    page.button(key=f"{key}/told").click().run()
    assert not page.text_area
    page.button(key=f"{key}/save").click().run()
    assert "Choose whom was told" in "\n".join(one.value for one in page.error)


def test_a_concern_stands_before_the_chair_and_not_before_another_agency(signed_in: SignedIn, scene: Scene) -> None:
    with work() as session:
        make.concern(session, session.get_one(t.Audit, scene.audit), scene.police)
    chair = _everything(_opened(signed_in(scene.chair), "concerns", audit=scene.audit))
    other = _everything(_opened(signed_in(scene.hospital), "concerns", audit=scene.audit))
    assert "overdue" in chair
    assert "No concern that you may know of is recorded in this audit." in other
