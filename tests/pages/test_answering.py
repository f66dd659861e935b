"""An auditor answers a return on its page."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.forms import freeze
from maap.usecases.answering import Given, save_answer
from tests import factories as make
from tests.pages.conftest import refusals
from tests.usecases.test_answering import FORM

Browser = Callable[[t.Person | None], AppTest]


class Scene:
    """A police return about one case, and two auditors of the police."""

    def __init__(self) -> None:
        with work() as session:
            police, health = make.agency(session, "police"), make.agency(session, "health")
            self.audit = make.audit(session, police, health)
            freeze(self.audit, FORM)
            self.row = make.a_return(session, make.case(session, self.audit), police, state="not started")
            self.ann, self.bob = (make.person(session, Role.AUDITOR, agency=police) for _ in range(2))
            self.stranger = make.person(session, Role.AUDITOR, agency=health)
            for auditor in (self.ann, self.bob, self.stranger):
                named = t.NamedAuditor(audit_id=self.audit.id, agency_id=auditor.agency_id, person_id=auditor.id)
                session.add(named)

    def key(self, question: str) -> str:
        """A widget's key."""
        return f"{self.row.id}/{question}"

    def stored(self, question: str) -> object:
        """The value in the database."""
        with reading() as session:
            statement = select(t.Answer.value).where(
                t.Answer.return_id == self.row.id, t.Answer.question_id == question
            )
            return session.exec(statement).first()

    def opened(self, browser: AppTest, page: str = "answer") -> AppTest:
        """The page of the return."""
        browser.run()
        browser.query_params["return"] = str(self.row.id)
        return browser.switch_page(f"pages/fieldwork/{page}.py").run()


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def test_an_answer_is_saved_as_it_is_given(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    assert page.radio(key=scene.key("siblings")).value is None
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert scene.stored("siblings") == "yes"
    assert any(caption.value.startswith("Saved ") for caption in page.caption)


def test_a_question_appears_with_the_answer_that_opens_it(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    assert scene.key("siblings_seen") not in [radio.key for radio in page.radio]
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert scene.key("siblings_seen") in [radio.key for radio in page.radio]


def test_an_answer_is_there_again_on_another_device(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    again = scene.opened(signed_in(scene.ann))
    assert again.text_area(key=scene.key("notes")).value == "The plan was clear."


def test_a_stale_page_does_not_put_back_what_a_colleague_changed(scene: Scene, signed_in: Browser) -> None:
    ann = scene.opened(signed_in(scene.ann))
    ann.radio(key=scene.key("siblings")).set_value("yes").run()
    with work() as session:
        save_answer(session, make.actor(scene.bob, Role.AUDITOR), scene.row.id or 0, Given("siblings", "no", 1))
    ann.text_area(key=scene.key("notes")).set_value("Something else.").run()
    assert scene.stored("siblings") == "no"
    assert ann.radio(key=scene.key("siblings")).value == "no"


def test_two_answers_at_once_are_both_shown_and_a_person_chooses(scene: Scene, signed_in: Browser) -> None:
    ann = scene.opened(signed_in(scene.ann))
    with work() as session:
        theirs = Given("notes", "The words of a colleague", 0)
        save_answer(session, make.actor(scene.bob, Role.AUDITOR), scene.row.id or 0, theirs)
    ann.text_area(key=scene.key("notes")).set_value("My own words").run()
    assert "A colleague has just changed this answer" in refusals(ann)
    assert ann.text_area(key=scene.key("notes")).value == "The words of a colleague"
    assert "My own words" in [code.value for code in ann.code]
    ann.button(key=f"mine/{scene.key('notes')}").click().run()
    assert scene.stored("notes") == "My own words"


def test_a_refused_answer_stays_in_its_box(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    words = "The child has NHS number 943 476 5919."
    page.text_area(key=scene.key("notes")).set_value(words).run()
    assert "NHS number" in refusals(page)
    assert page.text_area(key=scene.key("notes")).value == words
    assert scene.stored("notes") is None
    page.button(key=f"replace/{scene.key('notes')}").click().run()
    assert "943" not in str(scene.stored("notes"))
    assert not page.error


def test_what_was_refused_is_still_there_after_a_look_at_another_page(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("Ring 07700 900123 for more.").run()
    page.switch_page("pages/fieldwork/check.py").run()
    page.switch_page("pages/fieldwork/answer.py").run()
    assert page.text_area(key=scene.key("notes")).value == "Ring 07700 900123 for more."


def test_clearing_an_answer_leaves_the_question_unanswered(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    page.button(key=f"clear/{scene.key('siblings')}").click().run()
    assert scene.stored("siblings") is None
    assert page.radio(key=scene.key("siblings")).value is None


def test_an_incomplete_return_cannot_be_submitted_and_a_complete_one_can(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    check = page.switch_page("pages/fieldwork/check.py").run()
    assert check.button(key="submit").disabled
    answer = page.switch_page("pages/fieldwork/answer.py").run()
    answer.radio(key=scene.key("siblings")).set_value("no").run()
    check = answer.switch_page("pages/fieldwork/check.py").run()
    check.button(key="submit").click().run()
    with reading() as session:
        assert session.get_one(t.Return, scene.row.id).state == "submitted"


def test_another_agency_finds_nothing_by_the_address(scene: Scene, signed_in: Browser) -> None:
    for page in ("answer", "check", "read"):
        refused = scene.opened(signed_in(scene.stranger), page)
        assert "There is no such return here" in refusals(refused)
        assert not refused.radio


def test_nobody_gets_in_without_signing_in(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(None))
    assert page.title[0].value == "You are signed out"
    assert not page.radio


def test_choices_that_leave_no_return_say_so(scene: Scene, signed_in: Browser) -> None:
    page = signed_in(scene.ann).run()
    page.query_params["audit"] = str(scene.audit.id)
    page.switch_page("pages/fieldwork/grid.py").run()
    assert not any("No return fits" in one.value for one in page.text)
    page.multiselect(key="grid/state").set_value(["accepted"]).run()
    assert any("No return fits" in one.value for one in page.text)


@pytest.mark.parametrize(("stage", "offered"), [("fieldwork", True), ("published", False)])
def test_a_return_is_given_to_somebody_only_while_it_is_answered(
    scene: Scene, signed_in: Browser, stage: str, offered: bool
) -> None:
    with work() as session:
        audit, police = session.get_one(t.Audit, scene.audit.id), session.get_one(t.Agency, scene.row.agency_id)
        audit.stage = stage
        session.add(audit)
        lead = make.person(session, Role.AGENCY_LEAD, agency=police)
    page = signed_in(lead).run()
    page.query_params["audit"] = str(scene.audit.id)
    page.switch_page("pages/fieldwork/grid.py").run()
    assert not page.exception
    assert any(str(one.key).startswith("assign/") for one in page.button) is offered
