"""Wherever somebody reads a case: the way to the safeguarding route, and the way to raise an issue of one agency."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.pages.conftest import a_person
from tests.usecases.test_panel import Room

Browser = Callable[[t.Person | None], AppTest]
RETURN_PAGES = ("fieldwork/answer", "fieldwork/check", "fieldwork/read")


class Told:
    """A police return that tells of an issue of one agency, and its auditor."""

    def __init__(self, stage: str = "fieldwork", state: str = "in progress") -> None:
        with work() as session:
            self.room = Room(session, stage)
            self.row = session.get_one(t.Return, self.room.returns["police"].id)
            self.row.state = state
            make.answer(session, self.row, "single_agency_issue", "Health waits too long.")
            self.auditor = make.person(session, Role.AUDITOR, agency=self.room.police)
            session.add(
                t.NamedAuditor(audit_id=self.room.audit.id, agency_id=self.room.police.id, person_id=self.auditor.id)
            )

    def opened(self, browser: AppTest, page: str) -> AppTest:
        """A page about the case."""
        browser.run()
        asked = {"return": self.row.id, "audit": self.room.audit.id, "case": self.room.case.id}
        for name, number in asked.items():
            browser.query_params[name] = str(number)
        return browser.switch_page(f"pages/{page}.py").run()


def _keys(page: AppTest) -> list[str]:
    return [one.key or "" for one in page.button]


@pytest.mark.parametrize("page", RETURN_PAGES)
def test_whoever_reads_a_return_finds_both_ways(set_up: None, signed_in: Browser, page: str) -> None:
    told = Told(state="in progress" if page == "fieldwork/answer" else "submitted")
    shown = told.opened(signed_in(told.auditor), page)
    assert not shown.exception
    assert any(key.startswith("concern/") for key in _keys(shown))
    assert any(key.startswith("issue-raising/") for key in _keys(shown))


def test_an_issue_is_raised_while_the_return_is_answered(set_up: None, signed_in: Browser) -> None:
    told = Told()
    shown = told.opened(signed_in(told.auditor), "fieldwork/answer")
    (send,) = [key for key in _keys(shown) if key.startswith("issue-raising/")]
    form = send.removesuffix("/send")
    shown.selectbox(key=f"{form}/agency_id").set_value(told.room.health.id)
    shown.text_area(key=f"{form}/text").set_value("Health waits too long.")
    shown = shown.button(key=send).click().run()
    with reading() as session:
        assert [(one.agency_id, one.text) for one in session.exec(select(t.AgencyIssue))] == [
            (told.room.health.id, "Health waits too long.")
        ]
    assert "1 issue was sent to its agency from this return." in shown.info[0].value


@pytest.mark.parametrize("page", ["panel/cases", "panel/meeting"])
def test_the_panel_finds_both_ways_beside_the_case(set_up: None, signed_in: Browser, page: str) -> None:
    told = Told(stage="panel", state="submitted")
    shown = told.opened(signed_in(a_person(Role.CHAIR)), page)
    if page == "panel/meeting":
        shown = shown.button(key="start-meeting").click().run()
        shown = shown.button(key=f"call/1/{told.room.case.id}/1").click().run()
        shown = shown.button(key="pane/issue").click().run()
    assert not shown.exception
    assert any(key.startswith("concern/") for key in _keys(shown))
    assert any(key.startswith("issue-raising/") for key in _keys(shown))
