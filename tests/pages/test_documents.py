"""From a draft to what an observer reads: edited by the coordinator, published by the chair, each on their own page."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from maap.views.documents import annual_document
from tests import factories as make
from tests.pages.conftest import a_person
from tests.reports.scene import HOSTILE, Reported

Browser = Callable[[t.Person | None], AppTest]


@pytest.fixture
def audit_id(set_up: None) -> int:
    with work() as session:
        return Reported(session, hostile=HOSTILE).id


def _at(browser: AppTest, script: str, audit_id: int, **query: str) -> AppTest:
    for name, value in {"audit": str(audit_id), **query}.items():
        browser.query_params[name] = value
    page = browser.switch_page(f"pages/briefings/{script}.py").run()
    assert not page.exception
    return page


def _words(page: AppTest) -> str:
    return " ".join(one.value for one in [*page.text, *page.markdown, *page.error, *page.get("toast")])


def test_a_briefing_is_edited_frozen_published_and_read(audit_id: int, signed_in: Browser) -> None:
    coordinator = signed_in(a_person(Role.COORDINATOR)).run()
    page = _at(coordinator, "edit", audit_id, kind="briefing")
    page = page.button(key="edit-part/meaning").click().run()
    page = page.text_area(key="part-form/briefing/meaning/text").set_value("Ask the child first.").run()
    page = page.button(key="save-part/meaning").click().run()
    assert "Ask the child first." in _words(page)
    page = _at(coordinator, "documents", audit_id)
    page = page.button(key="freeze/briefing").click().run()
    assert "was frozen on" in _words(page)

    chair = _at(signed_in(a_person(Role.CHAIR)).run(), "documents", audit_id)
    (publish,) = [button for button in chair.button if str(button.key).startswith("publish/briefing/")]
    chair = publish.click().run()
    assert not chair.exception
    assert not chair.error

    shelf = _at(signed_in(a_person(Role.OBSERVER)).run(), "published", audit_id)
    assert "Briefing in seven minutes" in _words(shelf)


def test_before_the_report_nothing_can_be_frozen_and_the_page_says_when(audit_id: int, signed_in: Browser) -> None:
    with work() as session:
        audit = session.get_one(t.Audit, audit_id)
        audit.stage = "fieldwork"
        session.add(audit)
    page = _at(signed_in(a_person(Role.COORDINATOR)).run(), "documents", audit_id)
    assert "once the report is being written" in page.info[0].value
    assert page.button(key="freeze/briefing").disabled and page.button(key="publish-packs").disabled


def test_an_edit_that_tells_who_somebody_is_stays_on_the_page(audit_id: int, signed_in: Browser) -> None:
    page = _at(signed_in(a_person(Role.COORDINATOR)).run(), "edit", audit_id, kind="report")
    page = page.button(key="edit-part/limits").click().run()
    page = page.text_area(key="part-form/report/limits/text").set_value("NHS number 943 476 5919.").run()
    page = page.button(key="save-part/limits").click().run()
    assert page.text_area(key="part-form/report/limits/text").value == "NHS number 943 476 5919."
    assert "Not saved yet" in _words(page)


def test_each_agency_gets_its_pack_and_no_other(audit_id: int, signed_in: Browser) -> None:
    page = _at(signed_in(a_person(Role.COORDINATOR)).run(), "documents", audit_id)
    page = page.button(key="publish-packs").click().run()
    assert not page.error
    with work() as session:
        police = make.agency(session, "police")
    shelf = _at(signed_in(a_person(Role.AGENCY_LEAD, agency=police)).run(), "published", audit_id)
    assert "1 document," in _words(shelf)


def test_the_chair_reads_a_frozen_draft_before_publishing_it(audit_id: int, signed_in: Browser) -> None:
    _at(signed_in(a_person(Role.COORDINATOR)).run(), "documents", audit_id).button(key="freeze/briefing").click().run()
    chair = _at(signed_in(a_person(Role.CHAIR)).run(), "documents", audit_id)
    links = " ".join(str(one.proto) for one in chair.get("html"))
    assert "Read it before it is published:" in links
    assert f"/files/audits/{audit_id}/drafts/" in links


def test_each_edit_button_names_its_part(audit_id: int, signed_in: Browser) -> None:
    page = _at(signed_in(a_person(Role.COORDINATOR)).run(), "edit", audit_id, kind="report")
    labels = [button.label for button in page.button if str(button.key).startswith("edit-part/")]
    assert "Edit “In short”" in labels
    assert len(labels) == len(set(labels))


def test_the_text_of_the_year_is_edited_before_it_is_published(audit_id: int, signed_in: Browser) -> None:
    coordinator = signed_in(a_person(Role.COORDINATOR)).run()
    page = _at(coordinator, "annual", audit_id, year="2025/26")
    page = page.button(key="edit-part/areas").click().run()
    page = page.text_area(key="part-form/annual-2025-26/areas/text").set_value("Meet in the first week.").run()
    page = page.button(key="save-part/areas").click().run()
    assert not page.exception
    assert "Meet in the first week." in _words(page)
    with work() as session:
        written = annual_document(session, make.acting(session, Role.COORDINATOR), "2025/26")
    assert next(part for part in written.parts if part.key == "areas").text == "Meet in the first week."
    page = page.button(key="drop-part/areas").click().run()
    assert "Meet in the first week." not in _words(page)


def test_the_year_is_published(audit_id: int, signed_in: Browser) -> None:
    page = _at(signed_in(a_person(Role.COORDINATOR)).run(), "annual", audit_id)
    page = page.button(key="publish-annual/2025/26").click().run()
    assert not page.exception
    assert not page.error
    shelf = _at(signed_in(a_person(Role.OBSERVER)).run(), "published", audit_id)
    assert "Annual briefing" in _words(shelf)
