"""The page on which an agency sees itself."""

from collections.abc import Callable

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.views.charted import Charted

SignedIn = Callable[[t.Person | None], AppTest]


def _opened(browser: AppTest) -> AppTest:
    return browser.run().switch_page("pages/live/agency.py").run()


def test_a_lead_sees_their_own_agency_and_no_other(signed_in: SignedIn) -> None:
    with work() as session:
        charted = Charted(session)
        for agency in ("police", "health"):
            charted.graded(agency, timeliness="good", communication="inadequate")
        lead = make.person(session, Role.AGENCY_LEAD, agency=charted.agencies["police"])
    page = _opened(signed_in(lead))
    assert not page.exception
    assert page.title[0].value == "Our agency: Police"
    said = "\n".join(each.value for each in (*page.text, *page.caption, *page.header))
    assert "1 of 1 return of your agency is in" in said
    assert "Good or better: 1 of your 2 grades" in said
    assert "Health" not in said + str([table.value for table in page.dataframe])


def test_before_an_audit_begins_the_page_says_when_charts_come(signed_in: SignedIn) -> None:
    with work() as session:
        lead = make.person(session, Role.AGENCY_LEAD, agency=make.agency(session, "police"))
    page = _opened(signed_in(lead))
    assert "Charts fill by themselves" in page.info[0].value


def test_charts_are_chosen_and_kept_as_a_view_of_the_agency(signed_in: SignedIn) -> None:
    with work() as session:
        charted = Charted(session)
        charted.graded("police", timeliness="good")
        lead = make.person(session, Role.AGENCY_LEAD, agency=charted.agencies["police"])
    page = _opened(signed_in(lead))
    page.multiselect(key="charts").set_value(["Our returns", "What works with us, and what to develop"]).run()
    assert [header.value for header in page.header][:2] == ["Our returns", "What works with us, and what to develop"]
    page.text_input(key="new-view/name").input("For our board")
    page.checkbox(key="new-view/team").check()
    page.button(key="save-view").click().run()
    assert not page.exception
    with reading() as session:
        (view,) = session.exec(select(t.SavedView)).all()
    assert (view.name, view.tiles) == ("For our board", ["returns", "themes"])
    page.multiselect(key="charts").set_value(["Our actions"]).run()
    page.button(key=f"open-view/{view.id}").click().run()
    assert [header.value for header in page.header][:2] == ["Our returns", "What works with us, and what to develop"]
