"""The panel works through a case on its page."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.panels import AgreedGrade
from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.panel import agree_grade
from tests import factories as make
from tests.pages.conftest import a_person, opened, refusals
from tests.usecases.test_panel import Room

Browser = Callable[[t.Person | None], AppTest]
PAGE = "pages/panel/cases.py"


class Sitting:
    """A panel with one case, its chair and its coordinator."""

    def __init__(self) -> None:
        with work() as session:
            self.room = Room(session)
            words = "Police came at once. <b>*bold*</b>"
            make.answer(session, self.room.returns["police"], "worked_timeliness", words)
        self.chair, self.coordinator = a_person(Role.CHAIR), a_person(Role.COORDINATOR)

    @property
    def case_id(self) -> int:
        """The case's id."""
        return self.room.case.id or 0

    def key(self, field: str, domain: str = "timeliness") -> str:
        """A field's key."""
        return f"panel/{self.case_id}/{domain}/{field}"

    def opened(self, browser: AppTest, case: bool = True) -> AppTest:
        """The page of the case, or of all cases."""
        browser.run()
        browser.query_params["audit"] = str(self.room.audit.id)
        if case:
            browser.query_params["case"] = str(self.case_id)
        return browser.switch_page(PAGE).run()

    def stored(self) -> dict[str, str]:
        """The recorded grades by domain."""
        with reading() as session:
            return {row.domain: row.grade for row in session.exec(select(t.PanelGrade))}

    def colleague_records(self, grade: str) -> None:
        """The coordinator is quicker."""
        agreed = AgreedGrade(domain="timeliness", grade=grade, reason="Theirs.")
        actor = make.actor(self.coordinator, Role.COORDINATOR)
        with work() as session:
            agree_grade(session, actor, self.room.audit.id or 0, self.case_id, agreed, 0)


@pytest.fixture
def sitting(set_up: None) -> Sitting:
    return Sitting()


def _texts(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def _typed(page: AppTest, sitting: Sitting, grade: str, reason: str) -> AppTest:
    page.radio(key=sitting.key("grade")).set_value(grade)
    page.text_area(key=sitting.key("reason")).set_value(reason)
    return page


def _recorded(page: AppTest, sitting: Sitting) -> AppTest:
    return page.button(key=f"agree/{sitting.case_id}/timeliness").click().run()


def test_the_agencies_words_stand_side_by_side_letter_for_letter(sitting: Sitting, signed_in: Browser) -> None:
    page = sitting.opened(signed_in(sitting.chair))
    assert "Police came at once. <b>*bold*</b>" in _texts(page)
    assert [heading.value for heading in page.subheader] == ["Police", "Health", "Agreed grade"]
    assert page.radio(key=sitting.key("grade")).value is None
    assert not page.exception


def test_an_agreed_grade_is_recorded_with_its_reason_and_moves_the_case_on(
    sitting: Sitting, signed_in: Browser
) -> None:
    page = _recorded(_typed(sitting.opened(signed_in(sitting.chair)), sitting, "good", "It was in time."), sitting)
    assert sitting.stored() == {"timeliness": "good"}
    assert "It was in time." in _texts(page)
    page.button(key="to-domain/overall").click().run()
    assert [heading.value for heading in page.header] == [
        f"{sitting.room.case.reference} at a glance".replace("-", "\\-"),
        "Overall",
        "What practitioners and families said",
    ]


def test_a_refusal_keeps_what_was_typed(sitting: Sitting, signed_in: Browser) -> None:
    page = _recorded(_typed(sitting.opened(signed_in(sitting.chair)), sitting, "good", "Ring 07700 900123."), sitting)
    assert "phone number" in refusals(page)
    assert page.text_area(key=sitting.key("reason")).value == "Ring 07700 900123."
    assert sitting.stored() == {}


def test_what_is_not_recorded_is_still_there_after_a_look_at_another_domain(
    sitting: Sitting, signed_in: Browser
) -> None:
    page = _typed(sitting.opened(signed_in(sitting.chair)), sitting, "good", "Half a thought").run()
    page.button(key="to-domain/overall").click().run()
    page.button(key="to-domain/timeliness").click().run()
    assert page.text_area(key=sitting.key("reason")).value == "Half a thought"
    page.button(key=f"give-up/{sitting.case_id}/timeliness").click().run()
    assert page.text_area(key=sitting.key("reason")).value == ""


def test_a_colleagues_grade_is_shown_before_it_can_be_replaced(sitting: Sitting, signed_in: Browser) -> None:
    page = _typed(sitting.opened(signed_in(sitting.chair)), sitting, "good", "Mine.").run()
    sitting.colleague_records("inadequate")
    page = _recorded(page, sitting)
    assert "A colleague has just recorded a grade here" in refusals(page)
    assert "Theirs." in _texts(page)
    assert page.text_area(key=sitting.key("reason")).value == "Mine."
    assert sitting.stored() == {"timeliness": "inadequate"}
    _recorded(page, sitting)
    assert sitting.stored() == {"timeliness": "good"}


def test_fields_that_nobody_touched_follow_a_colleague(sitting: Sitting, signed_in: Browser) -> None:
    page = sitting.opened(signed_in(sitting.chair))
    sitting.colleague_records("inadequate")
    page.run()
    assert page.radio(key=sitting.key("grade")).value == "inadequate"
    assert page.text_area(key=sitting.key("reason")).value == "Theirs."
    _recorded(_typed(page, sitting, "good", "Together."), sitting)
    assert sitting.stored() == {"timeliness": "good"}


def test_words_that_may_name_somebody_are_kept_with_a_reason(sitting: Sitting, signed_in: Browser) -> None:
    words = "Mrs Alice Thornbury saw no delay."
    page = _recorded(_typed(sitting.opened(signed_in(sitting.chair)), sitting, "good", words), sitting)
    assert sitting.stored() == {}
    page.text_input(key=sitting.key("kept_because")).set_value("The name is made up.")
    _recorded(page, sitting)
    assert sitting.stored() == {"timeliness": "good"}


def test_a_grade_recorded_after_the_panel_ended_is_refused_in_words(sitting: Sitting, signed_in: Browser) -> None:
    page = _typed(sitting.opened(signed_in(sitting.chair)), sitting, "good", "It was in time.").run()
    with work() as session:
        session.get_one(t.Audit, sitting.room.audit.id).stage = "reporting"
    page = _recorded(page, sitting)
    assert "This audit is at the stage “reporting”" in refusals(page)
    assert sitting.stored() == {}
    assert not [box for box in page.text_area if box.key and box.key.startswith("panel/")]


def test_a_case_about_which_nobody_handed_in_anything_says_so(sitting: Sitting, signed_in: Browser) -> None:
    with work() as session:
        for row in session.exec(select(t.Return)):
            row.state = "in progress"
    page = sitting.opened(signed_in(sitting.chair))
    assert page.info[0].value == "Nobody has handed in anything about this case."
    assert "Not returned: Police (in progress), Health (in progress)." in page.warning[0].value.replace("\\", "")
    assert not page.radio


def test_the_list_counts_what_is_agreed_and_says_how_far_the_grades_differ(
    sitting: Sitting, signed_in: Browser
) -> None:
    sitting.colleague_records("inadequate")
    page = sitting.opened(signed_in(sitting.chair), case=False)
    assert "1 of 2 domains agreed" in " ".join(badge.value for badge in page.markdown)
    assert any("differed on 1 of 2 grades, by two grades" in text for text in _texts(page))


def test_a_panel_member_reads_and_records_nothing(sitting: Sitting, signed_in: Browser) -> None:
    member = a_person(Role.PANEL_MEMBER)
    with work() as session:
        session.add(t.PanelMember(audit_id=sitting.room.audit.id, person_id=member.id))
    page = sitting.opened(signed_in(member))
    assert "The panel has not agreed a grade here yet." in _texts(page)
    assert not page.radio
    assert not [box for box in page.text_area if box.key and box.key.startswith("panel/")]


def test_an_auditor_finds_no_panel_by_its_address(sitting: Sitting, signed_in: Browser) -> None:
    with work() as session:
        auditor = make.person(session, Role.AUDITOR, agency=sitting.room.police)
        session.add(
            t.NamedAuditor(audit_id=sitting.room.audit.id, agency_id=sitting.room.police.id, person_id=auditor.id)
        )
    for case in (True, False):
        page = sitting.opened(signed_in(auditor), case)
        assert "you may not read all agencies' answers" in refusals(page)
        assert not page.subheader


def test_nobody_reads_a_case_without_signing_in(sitting: Sitting, signed_in: Browser) -> None:
    page = sitting.opened(signed_in(None))
    assert page.title[0].value == "You are signed out"
    assert not page.subheader


def test_a_page_that_refuses_leads_on_to_its_audit(sitting: Sitting, signed_in: Browser) -> None:
    with work() as session:
        audit = session.get_one(t.Audit, sitting.room.audit.id)
        audit.stage = "draft"
        session.add(audit)
    page = sitting.opened(signed_in(sitting.chair), case=False)
    assert "once the returns are closed" in refusals(page)
    assert [one.proto.label for one in page.get("page_link")] == ["Go to the audit’s overview"]


def test_where_there_is_no_such_audit_the_way_leads_home(sitting: Sitting, signed_in: Browser) -> None:
    page = opened(signed_in(sitting.chair), "panel/cases", audit=99_999)
    assert "There is no such audit here" in refusals(page)
    assert [one.proto.label for one in page.get("page_link")] == ["Go to My work"]
