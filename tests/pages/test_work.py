"""The page on which everybody lands, an agency's commitment, and the coordinator's moves, as people use them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.ui.rooms import BY_SCRIPT
from tests import factories as make
from tests.pages.conftest import a_person

Browser = Callable[[t.Person | None], AppTest]


class Scene:
    """An audit that asks the police and health, with a lead each, and a coordinator."""

    def __init__(self, stage: str = "agreed") -> None:
        with work() as session:
            self.police, self.health = make.agency(session, "police"), make.agency(session, "health")
            self.audit = make.audit(session, stage=stage, title="*Neglect* <b>2026</b>")
            for agency in (self.police, self.health):
                session.add(t.Participation(audit_id=self.audit.id, agency_id=agency.id))
            self.lead = make.person(session, Role.AGENCY_LEAD, agency=self.police, name="Ann Lee")
            self.auditor = make.person(session, Role.AUDITOR, agency=self.police, name="Bea Oduya")
            self.health_lead = make.person(session, Role.AGENCY_LEAD, agency=self.health)
            self.coordinator = make.person(session, Role.COORDINATOR)

    def part(self) -> t.Participation:
        """The police's part as it is stored."""
        return self.one(select(t.Participation).where(t.Participation.agency_id == self.police.id))

    def one(self, statement: Any) -> Any:
        """The one row of a statement."""
        with reading() as session:
            return session.exec(statement).one()

    def opened(self, browser: AppTest, page: str) -> AppTest:
        """A page of the audit."""
        browser.run()
        browser.query_params["audit"] = str(self.audit.id)
        return browser.switch_page(f"pages/{page}.py").run()


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def _texts(page: AppTest) -> str:
    parts = [*page.text, *page.header, *page.subheader, *page.error, *page.success, *page.warning, *page.markdown]
    return "\n".join(str(one.value) for one in parts).replace("\\", "")


def test_my_work_is_calm_when_nothing_waits(signed_in: Callable[[t.Person], AppTest], scene: Scene) -> None:
    page = signed_in(scene.auditor).run()
    assert not page.exception
    assert page.title[0].value == "My work"
    assert "Nothing waits for you." in _texts(page)


def test_whoever_sets_a_house_up_is_led_to_its_people(signed_in: Browser) -> None:
    page = signed_in(a_person(Role.ADMINISTRATOR)).run()
    assert "See the people, or invite somebody" in [one.proto.label for one in page.get("page_link")]


def test_my_work_says_what_waits_and_for_which_audit(signed_in: Browser, scene: Scene) -> None:
    page = signed_in(scene.lead).run()
    assert "1 thing waits for you." in _texts(page)
    assert [one.value for one in page.header] == ["Say whether your agency takes part"]
    assert "*Neglect* <b>2026</b>" in _texts(page)


def test_a_lead_commits_and_names_auditors(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.lead), "agencies/commit")
    page.button("commit/1").click().run()
    assert not page.exception
    assert "Police has committed to the procedures. Ann Lee answered" in _texts(page)
    page.multiselect(f"auditors/{scene.audit.id}/2").select(scene.auditor.id)
    page.button("name-auditors/2").click().run()
    assert not page.error
    assert scene.one(select(t.NamedAuditor.person_id)) == scene.auditor.id
    assert scene.part().answer == "committed"


def test_declining_without_a_reason_keeps_the_page_and_says_what_is_missing(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.lead), "agencies/commit")
    page.button("decline-now/1").click().run()
    assert "Say why your agency cannot take part" in page.error[0].value
    assert page.button("commit/1")
    assert scene.part().answer == "asked"


def test_a_refused_reason_stays_in_its_field(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.lead), "agencies/commit")
    reason = page.text_area(f"declining/{scene.audit.id}/reason")
    reason.input("Ring 01384 812345 to hear why.")
    page.button("decline-now/1").click().run()
    assert "phone number" in page.error[0].value
    assert page.text_area(f"declining/{scene.audit.id}/reason").value == "Ring 01384 812345 to hear why."


def test_a_colleagues_answer_in_the_meantime_is_shown_and_not_overwritten(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.lead), "agencies/commit")
    with work() as session:
        part = session.get(t.Participation, scene.part().id)
        assert part
        part.answer, part.reason, part.revision = "declined", "We have nobody free.", 2
        session.add(part)
    page.button("commit/1").click().run()
    assert "A colleague in your agency has just changed this" in page.error[0].value
    assert "We have nobody free." in _texts(page)
    assert scene.part().answer == "declined"


def test_the_coordinator_reads_answers_and_takes_a_reminder(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.coordinator), "agencies/commitments")
    assert "0 of 2 agencies have committed, 2 still to answer." in _texts(page)
    letter = page.text_area(f"letter/{scene.audit.id}/{scene.health.id}/asked")
    assert "accept the procedures" in letter.value
    table = page.dataframe[0].value
    assert list(table["Answer"]) == ["No answer yet", "No answer yet"]


def test_the_coordinator_moves_the_audit_on(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.coordinator), "audits/overview")
    page.button("onward/sampling").click().run()
    assert not page.exception
    assert scene.one(select(t.Audit.stage)) == "sampling"
    assert "There is no cohort yet." in _texts(page)


def test_the_coordinator_closes_the_returns_only_after_accepting_what_is_outstanding(
    signed_in: Browser, set_up: None
) -> None:
    scene = Scene("fieldwork")
    with work() as session:
        make.a_return(session, make.case(session, scene.audit, 1), scene.police, "in progress")
    page = scene.opened(signed_in(scene.coordinator), "audits/overview")
    page.button("onward/panel").click().run()
    assert "1 of 1 return is not in" in page.error[0].value.replace("\\", "")
    page.checkbox(f"despite/{scene.audit.id}").check().run()
    page.button("onward/panel").click().run()
    assert not page.error
    assert scene.one(select(t.Audit.stage)) == "panel"


def test_going_back_needs_one_of_the_reasons(signed_in: Browser, set_up: None) -> None:
    scene = Scene("panel")
    page = scene.opened(signed_in(scene.coordinator), "audits/overview")
    page.button("back-to/fieldwork").click().run()
    assert "Choose why the audit goes back" in page.error[0].value.replace("\\", "")
    page.selectbox(f"back/{scene.audit.id}/why").select("the panel needs more from an agency")
    page.button("back-to/fieldwork").click().run()
    assert scene.one(select(t.Audit.stage)) == "fieldwork"


def test_the_coordinator_closes_a_published_audit(signed_in: Browser, set_up: None) -> None:
    scene = Scene("published")
    page = scene.opened(signed_in(scene.coordinator), "audits/overview")
    page.button("onward/closed").click().run()
    assert not page.error
    assert scene.one(select(t.Audit.stage)) == "closed"
    assert _texts(page).count("The audit is closed. Its numbers no longer change.") == 1


def test_a_lead_sees_the_overview_without_buttons_to_move_on(signed_in: Browser, scene: Scene) -> None:
    page = scene.opened(signed_in(scene.lead), "audits/overview")
    assert "Next: read the procedures, and say whether your agency takes part" in _texts(page)
    assert not [button for button in page.button if str(button.key).startswith("onward")]


@pytest.mark.parametrize("script", ["agencies/commitments", "agencies/commit", "audits/overview"])
def test_an_unnamed_auditor_finds_no_page_of_the_audit(signed_in: Browser, scene: Scene, script: str) -> None:
    page = scene.opened(signed_in(scene.auditor), script)
    assert "There is no such audit here" in page.error[0].value
    assert [one.value for one in page.title] == [BY_SCRIPT[script].title]
    assert "Neglect" not in _texts(page)


@pytest.mark.parametrize("script", ["agencies/commitments", "agencies/commit", "audits/overview", "home/work"])
def test_nobody_gets_in_without_signing_in(signed_in: Browser, scene: Scene, script: str) -> None:
    page = scene.opened(signed_in(None), script)
    assert [one.value for one in page.title] == ["You are signed out"]
