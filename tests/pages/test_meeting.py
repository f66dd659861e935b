"""The panel meets on its page: it is started, goes from case to case, and each decision stands on every screen."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.learning import Polarity
from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.pages.conftest import a_person
from tests.usecases.test_panel import Room

Browser = Callable[[t.Person | None], AppTest]
PAGE = "pages/panel/meeting.py"


class Table:
    """A panel of two cases that may meet, its chair, and one of its members."""

    def __init__(self) -> None:
        with work() as session:
            self.room = Room(session)
            self.second = make.case(session, self.room.audit)
            make.theme(session, "group")
            group = session.exec(select(t.Theme)).one()
            make.theme(session, "waiting", group_id=group.id)
            member = make.person(session, Role.PANEL_MEMBER)
            session.add(t.PanelMember(audit_id=self.room.audit.id, person_id=member.id))
            self.member = member
        self.chair = a_person(Role.CHAIR)

    def opened(self, browser: AppTest) -> AppTest:
        """The meeting's page."""
        browser.run()
        browser.query_params["audit"] = str(self.room.audit.id)
        return browser.switch_page(PAGE).run()

    def begun(self, browser: AppTest) -> AppTest:
        """A meeting that has called its first case."""
        page = self.opened(browser)
        page.button(key="start-meeting").click().run()
        return pressed(page, f"call/1/{self.room.case.id}/")

    @property
    def at(self) -> str:
        """The meeting and its first case, as keys name them."""
        return f"1/{self.room.case.id}"


@pytest.fixture
def table(set_up: None) -> Table:
    return Table()


def pressed(page: AppTest, start: str) -> AppTest:
    """Press the last button whose key starts so."""
    return [button for button in page.button if (button.key or "").startswith(start)][-1].click().run()


def texts(page: AppTest) -> list[str]:
    """Everything that is said letter for letter."""
    return [one.value for one in page.text]


def said(page: AppTest) -> str:
    """What was refused."""
    return " ".join(error.value for error in page.error).replace("\\", "")


def test_before_the_returns_are_closed_the_page_says_when_a_meeting_can_start(table: Table, signed_in: Browser) -> None:
    with work() as session:
        audit = session.get(t.Audit, table.room.audit.id)
        assert audit is not None
        audit.stage = "fieldwork"
        session.add(audit)
    page = table.opened(signed_in(table.chair))
    assert [one.value for one in page.info] == ["A meeting can start once the returns are closed."]


def test_a_meeting_is_started_and_calls_its_first_case(table: Table, signed_in: Browser) -> None:
    page = table.opened(signed_in(table.chair))
    assert page.multiselect(key="meeting-start/cases").value == [table.room.case.id, table.second.id]
    page = page.button(key="start-meeting").click().run()
    assert "No case has been called yet" in " ".join(one.value for one in page.markdown)
    page = pressed(page, f"call/1/{table.room.case.id}/")
    assert not page.exception
    assert not page.error
    assert any("0 of 45 minutes" in one.text for one in page.get("progress"))
    assert "Grade: Timeliness" in [one.value.replace("\\", "") for one in page.header]


def test_each_form_opens_and_is_saved_and_stands_among_the_decisions(table: Table, signed_in: Browser) -> None:
    page = table.begun(signed_in(table.chair))
    page.radio(key=f"panel/{table.room.case.id}/timeliness/grade").set_value("good")
    page.text_area(key=f"panel/{table.room.case.id}/timeliness/reason").set_value("It was in time.")
    pressed(page, "agree/")
    page.button(key="pane/finding").click().run()
    page.radio(key=f"at-panel-finding/{table.at}/polarity").set_value(Polarity.AREA)
    page.text_area(key=f"at-panel-finding/{table.at}/text").set_value("Agencies waited for each other.")
    with reading() as session:
        theme = session.exec(select(t.Theme.id).where(t.Theme.key == "waiting")).one()
    page.multiselect(key=f"at-panel-finding/{table.at}/themes").set_value([theme])
    pressed(page, "save-at-panel-finding/")
    page.button(key="pane/recommendation").click().run()
    page.text_area(key=f"at-panel-recommendation/{table.at}/text").set_value("Meet within a week.")
    pressed(page, "save-at-panel-recommendation/")
    page.button(key="pane/note").click().run()
    page.text_area(key=f"at-panel-note/{table.at}/text").set_value("Health will bring figures.")
    page = pressed(page, "save-at-panel-note/")
    assert not page.exception
    assert said(page) == ""
    for words in (
        "It was in time.",
        "Agencies waited for each other.",
        "Meet within a week.",
        "Health will bring figures.",
    ):
        assert words in texts(page)
    assert "Themes: Waiting" in [one.value.replace("\\", "") for one in page.caption]
    member = table.opened(signed_in(table.member))
    assert "Agencies waited for each other." in texts(member)


def test_an_action_needs_a_recommendation_and_what_makes_it_work(table: Table, signed_in: Browser) -> None:
    page = table.begun(signed_in(table.chair))
    page.button(key="pane/action").click().run()
    assert "An action belongs to a recommendation. Write the recommendation first." in texts(page)
    with work() as session:
        make.recommendation(session, session.get_one(t.Audit, table.room.audit.id), number=1)
    page.run()
    page.text_area(key=f"at-panel-action/{table.at}/text").set_value("Meet.")
    page = pressed(page, "save-at-panel-action/")
    assert "Not saved yet. What you typed is still here." in said(page)
    assert page.text_area(key=f"at-panel-action/{table.at}/text").value == "Meet."


def test_what_must_not_be_stored_stays_in_its_field_and_nothing_is_decided(table: Table, signed_in: Browser) -> None:
    page = table.begun(signed_in(table.chair))
    page.button(key="pane/finding").click().run()
    page.text_area(key=f"at-panel-finding/{table.at}/text").set_value("Ring 07700 900123.")
    page = pressed(page, "save-at-panel-finding/")
    assert "phone number" in said(page)
    assert page.text_area(key=f"at-panel-finding/{table.at}/text").value == "Ring 07700 900123."
    with reading() as session:
        assert session.exec(select(t.Finding)).all() == []
        assert session.exec(select(t.Decision)).all() == []


def test_a_member_follows_and_changes_nothing(table: Table, signed_in: Browser) -> None:
    assert "No meeting is open now." in table.opened(signed_in(table.member)).info[0].value
    table.begun(signed_in(table.chair))
    page = table.opened(signed_in(table.member))
    assert not page.exception
    assert "Nothing yet." in texts(page)
    keys = [one.key or "" for one in page.button]
    assert not [key for key in keys if key.startswith(("call/", "pane/", "agree/", "save-", "end-", "start"))]


def test_the_panels_list_says_that_the_panel_meets_now(table: Table, signed_in: Browser) -> None:
    def told(browser: AppTest) -> str:
        table.opened(browser)
        page = browser.switch_page("pages/panel/cases.py").run()
        return " ".join(one.value for one in page.markdown).replace("\\", "")

    assert "The panel meets now." not in told(signed_in(table.member))
    table.begun(signed_in(table.chair))
    assert f"The panel meets now.**  It is at {table.room.case.reference}." in told(signed_in(table.member))


def test_who_came_is_kept_as_numbers_and_the_meeting_ends_with_its_minutes(table: Table, signed_in: Browser) -> None:
    page = table.begun(signed_in(table.chair))
    page.button(key="pane/meeting").click().run()
    page.number_input(key=f"attendance/1/{table.room.police.id}/Panel").set_value(2)
    page.number_input(key="attendance/1/0/Chair").set_value(1)
    page = page.button(key="attendance-save/1").click().run()
    page = page.button(key="end-ask/1").click().run()
    page = page.button(key="end-meeting/1").click().run()
    assert not page.exception
    assert "Earlier meetings" in [one.value for one in page.header]
    with reading() as session:
        kept = session.exec(select(t.Meeting)).one().minutes
    assert kept is not None
    assert [(line["agency"], line["role"], line["people"]) for line in kept["present"]] == [
        ("", "Chair", 1),
        ("Police", "Panel", 2),
    ]
    assert kept["not_represented"] == ["Health"]


def test_the_projected_view_leaves_out_what_is_filled_in(table: Table, signed_in: Browser) -> None:
    page = table.begun(signed_in(table.chair))
    page = page.button(key="meeting-view").click().run()
    assert not page.text_area
    assert "Decided in this meeting" in [one.value for one in page.subheader]
    page = page.button(key="meeting-view").click().run()
    assert page.text_area


def test_somebody_who_does_not_read_cases_finds_no_meeting(table: Table, signed_in: Browser) -> None:
    table.begun(signed_in(table.chair))
    page = table.opened(signed_in(a_person(Role.OBSERVER)))
    assert "you may not read all agencies' answers" in said(page)
    assert not page.subheader
