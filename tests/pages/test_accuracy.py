"""A draft is opened, commented on by an agency's lead, and answered by the coordinator."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests.pages.conftest import a_person
from tests.usecases.test_accuracy import PARTS, Draft

Browser = Callable[[t.Person | None], AppTest]
PAGE = "pages/panel/accuracy.py"


class Room:
    """A draft that nobody has opened yet, the coordinator, and the leads of two agencies."""

    def __init__(self) -> None:
        with work() as session:
            draft = Draft(session, opened=False)
            self.audit_id, self.police, self.housing = draft.audit_id, draft.police, draft.housing
        self.coordinator = a_person(Role.COORDINATOR)
        self.lead = a_person(Role.AGENCY_LEAD, agency=self.police)
        self.other = a_person(Role.AGENCY_LEAD, agency=self.housing)

    def opened(self, browser: AppTest) -> AppTest:
        """The page."""
        browser.run()
        browser.query_params["audit"] = str(self.audit_id)
        return browser.switch_page(PAGE).run()


@pytest.fixture
def room(set_up: None) -> Room:
    return Room()


def texts(page: AppTest) -> list[str]:
    """What stands on the page letter for letter."""
    return [one.value for one in page.text]


def said(page: AppTest) -> str:
    """What was refused."""
    return " ".join(error.value for error in page.error).replace("\\", "")


def test_a_draft_goes_to_the_agencies_and_back(room: Room, signed_in: Browser) -> None:
    assert "No draft is open to your agency now." in room.opened(signed_in(room.lead)).info[0].value
    page = room.opened(signed_in(room.coordinator))
    page = page.button(key="open-check/1").click().run()
    assert not page.exception
    assert "Not heard from yet: Police, Housing." in texts(page)
    lead = room.opened(signed_in(room.lead))
    assert PARTS[0]["text"] in texts(lead)
    lead.text_area(key="comment/1/summary/text").set_value("We met <b>in time</b>.")
    lead = lead.button(key="send-comment/1/summary").click().run()
    assert "We met <b>in time</b>." in texts(lead)
    lead = lead.button(key="say-checked/1").click().run()
    assert "Police has read this draft to the end." in lead.success[0].value.replace("\\", "")
    assert "We met <b>in time</b>." not in texts(room.opened(signed_in(room.other)))
    page = room.opened(signed_in(room.coordinator))
    page = page.button(key="send-answer/1").click().run()
    assert "Say whether the comment is accepted, and why." in said(page)
    page.radio(key="answer/1/answer").set_value("accepted")
    page.text_area(key="answer/1/reason").set_value("You are right.")
    page = page.button(key="send-answer/1").click().run()
    assert said(page) == ""
    assert "You are right." in texts(room.opened(signed_in(room.lead)))


def test_a_comment_that_is_refused_stays_in_its_field(room: Room, signed_in: Browser) -> None:
    room.opened(signed_in(room.coordinator)).button(key="open-check/1").click().run()
    page = room.opened(signed_in(room.lead))
    page.text_area(key="comment/1/summary/text").set_value("Ring 07700 900123.")
    page = page.button(key="send-comment/1/summary").click().run()
    assert "phone number" in said(page)
    assert page.text_area(key="comment/1/summary/text").value == "Ring 07700 900123."
    page.text_area(key="comment/1/summary/text").set_value("")
    page = page.button(key="send-comment/1/summary").click().run()
    assert "Say what is wrong in this part" in said(page)
    with reading() as session:
        assert session.exec(select(t.AccuracyComment)).all() == []


def test_a_check_is_closed_and_a_comment_is_taken_back(room: Room, signed_in: Browser) -> None:
    room.opened(signed_in(room.coordinator)).button(key="open-check/1").click().run()
    page = room.opened(signed_in(room.lead))
    page.text_area(key="comment/1/summary/text").set_value("We met in time.")
    page = page.button(key="send-comment/1/summary").click().run()
    page = page.button(key="take-comment-back/1").click().run()
    assert "We met in time." not in texts(page)
    page = room.opened(signed_in(room.coordinator)).button(key="end-check/1").click().run()
    assert any(one.startswith("The check is closed.") for one in texts(page))
    assert not room.opened(signed_in(room.lead)).text_area
