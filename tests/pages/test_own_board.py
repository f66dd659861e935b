"""The page on which an agency sees itself."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
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
    assert page.title[0].value == "Police"
    said = "\n".join(each.value for each in (*page.text, *page.caption, *page.header))
    assert "1 of 1 returns of your agency" in said
    assert "Good or better: 1 of 2 of your grades" in said
    assert "Health" not in said + str([table.value for table in page.dataframe])


def test_before_an_audit_begins_the_page_says_when_charts_come(signed_in: SignedIn) -> None:
    with work() as session:
        lead = make.person(session, Role.AGENCY_LEAD, agency=make.agency(session, "police"))
    page = _opened(signed_in(lead))
    assert "Charts fill by themselves" in page.info[0].value
