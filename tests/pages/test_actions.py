"""Plan, tracker, one action, praise and before-and-after as their readers get them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from tests import factories as make
from tests.pages.conftest import everything, opened
from tests.usecases.test_panel import FORM

SignedIn = Callable[[t.Person | None], AppTest]


@dataclass
class Scene:
    """An audit that is being reported, with an action of the police that was asked to be closed."""

    audit: int
    action: int
    coordinator: t.Person
    chair: t.Person
    police: t.Person
    health: t.Person
    observer: t.Person
    auditor: t.Person


@pytest.fixture
def scene(set_up: None) -> Scene:
    with work() as session:
        police, health = make.agency(session, "police"), make.agency(session, "health")
        audit = make.audit(session, police, health, stage="reporting")
        freeze(audit, FORM)
        session.flush()
        lead = make.person(session, Role.AGENCY_LEAD, agency=police)
        action = make.action(session, audit, police, status="on track", asked_to_close_by=lead.id)
        return Scene(
            audit=audit.id or 0,
            action=action.id or 0,
            coordinator=make.person(session, Role.COORDINATOR),
            chair=make.person(session, Role.CHAIR),
            police=lead,
            health=make.person(session, Role.AGENCY_LEAD, agency=health),
            observer=make.person(session, Role.OBSERVER, agency=police),
            auditor=make.person(session, Role.AUDITOR, agency=police),
        )


def _confirms(page: AppTest) -> bool:
    return "Confirm that it is done" in [one.label for one in page.button]


@pytest.mark.parametrize("who", ["coordinator", "chair", "police", "health", "observer"])
def test_the_plan_and_the_tracker_show_who_does_what_by_when(signed_in: SignedIn, scene: Scene, who: str) -> None:
    browser = signed_in(getattr(scene, who))
    for script, asked in (("plan", {"audit": scene.audit}), ("tracker", {})):
        page = opened(browser, f"actions/{script}", **asked)
        assert not page.exception
        assert "Health joins each strategy meeting." in everything(page)
        assert "Head of service" in everything(page)


def test_an_auditor_has_no_plan(signed_in: SignedIn, scene: Scene) -> None:
    page = opened(signed_in(scene.auditor), "actions/plan", audit=scene.audit)
    assert page.error and not page.exception


def test_only_another_person_is_offered_to_confirm_that_it_is_done(signed_in: SignedIn, scene: Scene) -> None:
    for who, confirms in (("chair", True), ("police", False), ("health", False), ("observer", False)):
        page = opened(signed_in(getattr(scene, who)), "actions/action", audit=scene.audit, action=scene.action)
        assert not page.exception
        assert _confirms(page) is confirms, who


@pytest.mark.parametrize("look", ["Board", "Table"])
def test_the_tracker_is_a_board_and_a_table_too(signed_in: SignedIn, scene: Scene, look: str) -> None:
    browser = signed_in(scene.coordinator)
    browser.session_state["look"] = look
    page = opened(browser, "actions/tracker")
    assert not page.exception
    if look == "Board":
        heads = [one.value for one in page.subheader]
        assert heads == ["Not started (0)", "Under way (1)", "Done (0)", "Done, and it helped (0)"]
    else:
        assert "Health joins each strategy meeting." in page.dataframe[0].value.to_csv()


def test_the_address_narrows_the_tracker_to_what_is_overdue(signed_in: SignedIn, scene: Scene) -> None:
    page = opened(signed_in(scene.coordinator), "actions/tracker", show="Done without evidence that it helped")
    assert "No action fits." in everything(page)


def test_a_late_action_is_not_on_track_whatever_was_reported_before(signed_in: SignedIn, scene: Scene) -> None:
    where = {"audit": scene.audit, "action": scene.action}
    assert "Last reported" not in everything(opened(signed_in(scene.coordinator), "actions/action", **where))
    with work() as session:
        action = session.get_one(t.Action, scene.action)
        action.due, action.asked_to_close_by = date(2020, 3, 3), None
    said = everything(opened(signed_in(scene.coordinator), "actions/action", **where))
    assert "days overdue" in said
    assert "Last reported: on track" in said


def test_praise_is_read_by_its_agency_and_not_by_another(signed_in: SignedIn, scene: Scene) -> None:
    with work() as session:
        row = t.Commendation(
            audit_id=scene.audit,
            agency_id=scene.police.agency_id,
            team="Duty team",
            text="Workers kept in touch.",
            written_by=scene.coordinator.id,
            written_at=make.NOW,
            sent_at=make.NOW,
        )
        session.add(row)
    assert "Workers kept in touch." in everything(
        opened(signed_in(scene.police), "actions/commendations", audit=scene.audit)
    )
    other = everything(opened(signed_in(scene.health), "actions/commendations", audit=scene.audit))
    assert "No commendation was sent to your agency in this audit yet." in other
    assert "Workers kept in touch." not in other


def test_without_a_reaudit_before_and_after_says_how_one_is_started(signed_in: SignedIn, scene: Scene) -> None:
    page = opened(signed_in(scene.coordinator), "actions/before_after", audit=scene.audit)
    assert not page.exception
    assert "There is no re-audit of this audit yet." in everything(page)
