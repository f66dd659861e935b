"""Every role at every room of the house: it opens, or it refuses in a sentence. A room without an entry fails."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import GRANTS, Permission, Role
from maap.storage import refused
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.forms import freeze
from maap.ui.rooms import BY_SCRIPT, ROOMS, Room
from maap.usecases.setup import furnish
from tests import factories as make
from tests.pages.conftest import a_person
from tests.usecases.furnished import shipped
from tests.usecases.test_answering import FORM

Browser = Callable[[t.Person | None], AppTest]
P = Permission

NEEDS_BEYOND_A_MENU: dict[str, Permission] = {
    "actions/action": P.SEE_ACTIONS,
    "audits/record": P.READ_RETURN,
    "actions/commendations": P.READ_COMMENDATIONS,
    "actions/before_after": P.SEE_RESULTS,
    "briefings/edit": P.WRITE_DOCUMENTS,
    "briefings/templates": P.CHANGE_TEMPLATES,
    "briefings/annual": P.WRITE_DOCUMENTS,
    "fieldwork/answer": P.READ_RETURN,
    "fieldwork/check": P.READ_RETURN,
    "fieldwork/read": P.READ_RETURN,
    "fieldwork/upgrade": P.READ_RETURN,
    "fieldwork/offline": P.READ_RETURN,
    "lanes/issue": P.READ_ISSUES,
    "panel/agreement": P.READ_CASES,
    "panel/meeting": P.READ_CASES,
    "questionnaires/design": P.WRITE_QUESTIONNAIRES,
    "questionnaires/preview": P.WRITE_QUESTIONNAIRES,
    "themes/coding": P.CODE_FINDINGS,
    "themes/finding": P.READ_FINDINGS,
    "themes/groups": P.READ_FINDINGS,
    "themes/passages": P.CODE_FINDINGS,
    "themes/trace": P.READ_FINDINGS,
}
"""Rooms that no menu shows, and what they ask for at their own door."""

OPEN_TO_EVERYBODY = {
    "home/work": "everybody has work, or none yet",
    "home/account": "everybody has an account: their own",
    "audits/all": "a list of what is within reach: empty for somebody who reaches nothing",
}


class Scene:
    """A furnished house, and an audit of the police before its panel with one case, and its return."""

    def __init__(self) -> None:
        with work() as session:
            session.delete(session.get_one(t.Partnership, 1))
            session.flush()
            furnish(session, "Example Partnership", "EP", shipped())
            self.police = make.agency(session, "police")
            self.audit = make.audit(session, self.police, stage="panel")
            freeze(self.audit, FORM)
            row = make.a_return(session, make.case(session, self.audit), self.police, "submitted")
            issue = make.issue(session, self.audit, self.police)
            action = make.action(session, self.audit, self.police)
            self.asked = {"audit": self.audit.id, "return": row.id, "issue": issue.id, "questionnaire": 1}
            finding = make.finding(session, self.audit)
            self.asked |= {"action": action.id, "finding": finding.id, "from": f"finding-{finding.id}"}
            self.asked |= {"of": "return", "id": row.id}

    def opened(self, browser: AppTest, room: Room) -> AppTest:
        """A room, with everything that an address can ask for."""
        for name, number in self.asked.items():
            browser.query_params[name] = str(number)
        return browser.switch_page(room.path).run()

    def somebody(self, role: Role) -> t.Person:
        """A person of the police, or of the partnership, with a part in the audit."""
        with work() as session:
            person = make.person(session, role, agency=self.police if role in AT_AN_AGENCY else None)
            place = {"audit_id": self.audit.id, "person_id": person.id}
            if role is Role.AUDITOR:
                session.add(t.NamedAuditor(agency_id=self.police.id, **place))
            if role is Role.PANEL_MEMBER:
                session.add(t.PanelMember(**place))
            return person


AT_AN_AGENCY = {Role.AGENCY_LEAD, Role.AUDITOR}


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def _expected(role: Role, room: Room) -> str:
    needs = set(room.needs) or {NEEDS_BEYOND_A_MENU.get(room.script)}
    return "opens" if room.script in OPEN_TO_EVERYBODY or needs & GRANTS[role] else "refuses"


def _came_of_it(page: AppTest) -> str:
    if page.exception:
        return f"breaks: {page.exception[0].value}"
    said = " ".join(error.value for error in page.error).replace("\\", "")
    if any(words in said for words in ("you may not", "There is no such")):
        return "refuses"
    if said or not [*page.title, *page.header, *page.subheader]:
        return f"breaks: {said}"
    return "opens"


@pytest.mark.parametrize("role", Role)
def test_every_room_opens_for_those_who_may_and_refuses_the_others(
    role: Role, scene: Scene, signed_in: Browser
) -> None:
    browser = signed_in(scene.somebody(role)).run()
    found, told_of = {}, {}
    for room in ROOMS:
        before = refusals_told()
        page = scene.opened(browser, room)
        found[room.script] = _came_of_it(page)
        assert len(page.title) == 1, room.script  # a page that is refused has a first heading, too
        assert any('action="/sign-out"' in one.proto.body for one in page.get("html")), room.script
        told_of[room.script] = refusals_told() - before
    assert found == {room.script: _expected(role, room) for room in ROOMS}
    refuse = {script for script, came in found.items() if came == "refuses"}
    assert {script for script, lines in told_of.items() if lines} <= refuse  # no page that opens accuses anybody
    assert bool(refuse) == bool(refusals_told())


def refusals_told() -> int:
    """How many lines of the trail tell of a refusal. The same one is told once an hour."""
    with reading() as session:
        return len(session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == refused.DEED)).all())


def test_nobody_sees_a_room_without_signing_in(scene: Scene, signed_in: Browser) -> None:
    browser = signed_in(None).run()
    for room in ROOMS:
        page = scene.opened(browser, room)
        assert [title.value for title in page.title] == ["You are signed out"], room.script


def test_somebody_whose_session_ended_meanwhile_sees_no_room(scene: Scene, signed_in: Browser) -> None:
    lead = scene.somebody(Role.AGENCY_LEAD)
    browser = signed_in(lead).run()
    with work() as session:
        session.get_one(t.Person, lead.id).active = False
    page = scene.opened(browser, BY_SCRIPT["audits/overview"])
    assert [title.value for title in page.title] == ["You are signed out"]


def test_every_room_has_an_entry() -> None:
    without_needs = {room.script for room in ROOMS if not room.needs}
    assert without_needs - set(OPEN_TO_EVERYBODY) == set(NEEDS_BEYOND_A_MENU)


def test_a_room_that_refuses_shows_nothing_of_the_audit(scene: Scene, signed_in: Browser) -> None:
    stranger = signed_in(a_person(Role.AUDITOR, agency=scene.police)).run()
    for room in ROOMS:
        if room.menu == "audit":
            page = scene.opened(stranger, room)
            assert _came_of_it(page) == "refuses", room.script
            assert [one.value for one in (*page.title, *page.dataframe) if "Neglect" in str(one.value)] == []
