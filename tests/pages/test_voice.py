"""The coordinator asks practitioners and families, and the panel reads what they said."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.voice import Kind
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.pages.conftest import a_person
from tests.usecases.test_panel import Room
from tests.usecases.test_voice import Asking

Browser = Callable[[t.Person | None], AppTest]
PAGE = "pages/panel/voice.py"


class Desk:
    """A case before its panel, and a coordinator who asks about it."""

    def __init__(self) -> None:
        with work() as session:
            self.room = Room(session)
        self.coordinator = a_person(Role.COORDINATOR)

    def opened(self, browser: AppTest, page: str = PAGE, **asked: int) -> AppTest:
        """A page of the audit."""
        browser.run()
        for name, number in {"audit": self.room.audit.id, **asked}.items():
            browser.query_params[name] = str(number)
        return browser.switch_page(page).run()

    def heard(self) -> list[t.Voice]:
        """What came in."""
        with reading() as session:
            return list(session.exec(select(t.Voice).order_by(t.Voice.id)))


@pytest.fixture
def desk(set_up: None) -> Desk:
    return Desk()


def said(page: AppTest) -> str:
    """What was refused."""
    return " ".join(error.value for error in page.error).replace("\\", "")


def texts(page: AppTest) -> list[str]:
    """What stands on the page letter for letter."""
    return [one.value for one in page.text]


def test_an_audit_without_views_says_what_can_be_done(desk: Desk, signed_in: Browser) -> None:
    page = desk.opened(signed_in(desk.coordinator))
    assert any("Ask somebody by a link" in one.value for one in page.info)
    assert not any("0 views" in one for one in texts(page))


def test_a_link_is_shown_once_and_can_be_taken_back(desk: Desk, signed_in: Browser) -> None:
    page = desk.opened(signed_in(desk.coordinator))
    page.radio(key="voice-link/kind").set_value(Kind.CHILD)
    page = page.button(key="make-voice-link").click().run()
    assert not page.exception
    address, letter = (one.value for one in page.code)
    assert re.search(r"/voice-form/[\w-]{32}$", address)
    assert address in letter and "how that was for you" in letter and "C-0" not in letter
    page = page.button(key="voice-link-handed-on").click().run()
    assert not page.code
    page = page.button(key="revoke-voice-link/1").click().run()
    assert "Revoked" in " ".join(one.value for one in page.markdown)


def test_what_was_said_is_written_down_and_the_panel_reads_it(desk: Desk, signed_in: Browser) -> None:
    page = desk.opened(signed_in(desk.coordinator))
    page = page.radio(key="voice-kind").set_value(Kind.PARENT).run()
    page.text_area(key="voice-written/good").set_value("They <b>rang</b>.")
    page = page.button(key="write-voice").click().run()
    assert not page.exception
    assert said(page) == ""
    assert [(one.kind, one.said) for one in desk.heard()] == [
        ("parent", [["What helped you and your family?", "They <b>rang</b>."]])
    ]
    assert page.text_area(key="voice-written/good").value == ""
    chair = desk.opened(signed_in(a_person(Role.CHAIR)), "pages/panel/cases.py", case=desk.room.case.id or 0)
    assert "They <b>rang</b>." in texts(chair)


def test_what_must_not_be_stored_stays_in_its_field(desk: Desk, signed_in: Browser) -> None:
    page = desk.opened(signed_in(desk.coordinator))
    page = page.button(key="write-voice").click().run()
    assert "answer at least one question" in said(page)
    page.text_area(key="voice-written/worked").set_value("Ring 07700 900123.")
    page = page.button(key="write-voice").click().run()
    assert "phone number" in said(page)
    assert page.text_area(key="voice-written/worked").value == "Ring 07700 900123."
    page.text_area(key="voice-written/worked").set_value("Mrs Alice Thornbury rang.")
    page = page.button(key="write-voice").click().run()
    page.text_input(key="voice-written/kept_because").set_value("The name is made up.")
    page.button(key="write-voice").click().run()
    assert [one.kept for one in desk.heard()] == [True]


def test_a_view_is_set_aside_with_a_reason_and_put_back(desk: Desk, signed_in: Browser) -> None:
    with work() as session:
        asking = Asking.__new__(Asking)
        asking.session, asking.audit_id = session, desk.room.audit.id or 0
        asking.case_id, asking.coordinator = desk.room.case.id or 0, make.actor(desk.coordinator, Role.COORDINATOR)
        asking.enter("They rang.")
    page = desk.opened(signed_in(desk.coordinator))
    page = page.button(key="set-aside/1/1").click().run()
    assert "Say why" in said(page)
    page.text_input(key="aside-why/1").set_value("It names a street.")
    page = page.button(key="set-aside/1/1").click().run()
    assert [one.set_aside for one in desk.heard()] == ["It names a street."]
    page.button(key="put-back/1/2").click().run()
    assert [one.set_aside for one in desk.heard()] == [""]


def test_the_questions_are_the_partnerships_own(desk: Desk, signed_in: Browser) -> None:
    page = desk.opened(signed_in(desk.coordinator))
    page.text_input(key="voice-form/child/0/title").set_value("What was it like?")
    page.text_input(key="voice-form/child/0/label-5").set_value("Who helped most?")
    page = page.button(key="save-voice-form/child/0").click().run()
    assert said(page) == ""
    assert page.text_input(key="voice-form/child/1/title").value == "What was it like?"
    assert page.text_input(key="voice-form/child/1/label-5").value == "Who helped most?"
    page.text_input(key="voice-form/child/1/title").set_value(" ")
    page = page.button(key="save-voice-form/child/1").click().run()
    assert "A form needs a title" in said(page)


def test_before_fieldwork_nobody_is_asked(desk: Desk, signed_in: Browser) -> None:
    with work() as session:
        session.get_one(t.Audit, desk.room.audit.id).stage = "sampling"
    page = desk.opened(signed_in(desk.coordinator))
    assert "Views are asked for in fieldwork and while the panel reads." in [one.value for one in page.info]
    assert not [one for one in page.button if one.key == "make-voice-link"]
