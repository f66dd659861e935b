"""The library and the results of earlier years as their readers get them."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from maap.demonstration.paper import as_pdf
from maap.domain.library import Facts
from maap.domain.people import Role
from maap.outside.document_text import read_document
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.library import add
from tests import factories as make
from tests.pages.conftest import everything, opened

SignedIn = Callable[[t.Person | None], AppTest]
LINES = ("What works well. Health visitors saw the child at home.", "What to do now. Start a chronology early.")


@pytest.fixture
def kept(set_up: None) -> int:
    content = as_pdf(LINES)
    with work() as session:
        facts = Facts(title="Neglect briefing", year="2021/22", kind="briefing")
        return add(session, make.acting(session, Role.COORDINATOR), facts, read_document("a.pdf", content), content)


def _person(role: Role) -> t.Person:
    with work() as session:
        inside = role in {Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER}
        return make.person(session, role, agency=make.agency(session, "police") if inside else None)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR, Role.AGENCY_LEAD, Role.OBSERVER])
def test_a_briefing_is_found_by_its_words(signed_in: SignedIn, kept: int, role: Role) -> None:
    browser = signed_in(_person(role))
    page = opened(browser, "library/library", words="chronology")
    assert not page.exception
    said = everything(page)
    assert "1 document of 1 found." in said
    assert "**chronology**" in said
    assert "Nothing has all of that in it." in everything(opened(browser, "library/library", words="helicopter"))


def test_its_whole_text_is_read_on_a_page(signed_in: SignedIn, kept: int) -> None:
    page = opened(signed_in(_person(Role.OBSERVER)), "library/library", item=kept)
    assert "Start a chronology early." in everything(page)


def test_only_who_keeps_the_library_finds_the_way_in_and_the_way_out(signed_in: SignedIn, kept: int) -> None:
    reader = opened(signed_in(_person(Role.CHAIR)), "library/library", item=kept)
    keeper = opened(signed_in(_person(Role.COORDINATOR)), "library/library", item=kept)
    buttons = [{one.key or "" for one in page.button} for page in (reader, keeper)]
    assert f"remove-item/{kept}" not in buttons[0]
    assert f"remove-item/{kept}" in buttons[1]


def test_a_briefing_that_is_not_there_is_refused_in_a_sentence(signed_in: SignedIn, kept: int) -> None:
    page = opened(signed_in(_person(Role.OBSERVER)), "library/library", item=kept + 1)
    assert page.error and not page.exception


def test_results_of_earlier_years_are_for_who_keeps_the_library(signed_in: SignedIn, kept: int) -> None:
    keeper = opened(signed_in(_person(Role.COORDINATOR)), "library/earlier")
    assert "No results of earlier audits yet." in everything(keeper)
    reader = opened(signed_in(_person(Role.CHAIR)), "library/earlier")
    assert reader.error and not reader.exception
    assert "Take in a form" not in everything(reader)


def test_an_agencys_lead_finds_where_to_say_how_a_briefing_was_used(signed_in: SignedIn, kept: int) -> None:
    page = opened(signed_in(_person(Role.AGENCY_LEAD)), "library/uses")
    assert not page.exception
    assert "No briefing is published yet." in everything(page)
