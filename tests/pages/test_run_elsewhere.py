"""An audit that was not run here has figures and nothing else: its pages say so, and promise nothing."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.ui.frame import ELSEWHERE
from maap.ui.rooms import ROOMS
from tests import factories as make
from tests.pages.conftest import a_person, everything, opened
from tests.usecases.test_answering import FORM

Browser = Callable[[t.Person | None], AppTest]
OF_CASES = [room.script for room in ROOMS if room.menu == "audit" and room.about_cases]


@pytest.fixture
def audit(set_up: None) -> int:
    with work() as session:
        made = make.audit(session, make.agency(session, "police"), stage="closed", fieldwork_at=None)
        freeze(made, FORM)
        return made.id or 0


def _links(page: AppTest) -> list[str]:
    return [link.proto.label for link in page.get("page_link")]


def test_there_are_rooms_that_live_from_cases() -> None:
    assert len(OF_CASES) == 10


@pytest.mark.parametrize("script", OF_CASES)
def test_a_room_that_lives_from_cases_says_that_there_are_none_and_leads_to_the_charts(
    audit: int, signed_in: Browser, script: str
) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR, Role.CHAIR)), script, audit=audit)
    assert not page.exception and not page.error
    assert [said.value for said in page.info] == [ELSEWHERE]
    assert len(page.title) == 1 and "See its charts" in _links(page)
    assert " yet" not in everything(page) and not page.button


def test_its_menu_holds_what_it_has(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR)), "audits/overview", audit=audit)
    assert ELSEWHERE in everything(page)
    assert {"Overview", "History", "Terms", "Agencies", "Charts", "Share"} <= set(_links(page))
    assert not {"Returns", "Cases", "Panel", "Findings", "Issues", "Documents", "Voice"} & set(_links(page))


def test_an_audit_of_this_house_keeps_all_of_it(signed_in: Browser) -> None:
    with work() as session:
        here = make.audit(session, make.agency(session, "police"), stage="closed").id
    page = opened(signed_in(a_person(Role.COORDINATOR)), "audits/overview", audit=here)
    assert ELSEWHERE not in everything(page) and {"Returns", "Panel and findings"} <= set(_links(page))
