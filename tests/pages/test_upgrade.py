"""The coordinator gives an audit a newer version on its overview; an auditor upgrades a draft return on its own page."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.domain.test_moving import NEW
from tests.usecases.test_versions import Scene as Stored

Browser = Callable[[t.Person | None], AppTest]


class Scene:
    """A draft return on version 1, and version 2 on the shelf."""

    def __init__(self) -> None:
        with work() as session:
            stored = Stored(session)
            stored.publish(NEW)
            self.audit_id, self.return_id = stored.audit.id or 0, stored.begun.id or 0
            self.coordinator = session.get_one(t.Person, stored.coordinator.person_id)
            self.auditor = session.get_one(t.Person, stored.auditor.person_id)
            self.lead = make.person(session, Role.AGENCY_LEAD, agency=stored.police)

    def opened(self, browser: AppTest, page: str, **query: int) -> AppTest:
        """A page of the house."""
        browser.run()
        for name, value in query.items():
            browser.query_params[name] = str(value)
        return browser.switch_page(f"pages/{page}.py").run()

    def at_return(self, browser: AppTest, page: str) -> AppTest:
        """A page of the return."""
        return self.opened(browser, f"fieldwork/{page}", **{"return": self.return_id})

    def digest(self) -> str:
        """The version on which the return stands; "" is the audit's present one."""
        with reading() as session:
            return session.exec(select(t.Return.form_digest).where(t.Return.id == self.return_id)).one()


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def said(page: AppTest) -> str:
    """Everything that stands on a page."""
    texts = [*page.text, *page.markdown, *page.caption, *page.success, *page.header, *page.subheader, *page.error]
    return " ".join(str(one.value) for one in texts).replace("\\", "")


def press(page: AppTest, start: str) -> AppTest:
    """Press the button whose key begins so."""
    return next(button for button in page.button if str(button.key).startswith(start)).click().run()


def given(scene: Scene, signed_in: Browser) -> AppTest:
    """The overview after the coordinator gave the audit the newer version."""
    page = scene.opened(signed_in(scene.coordinator), "audits/overview", audit=scene.audit_id)
    assert "version 2 was published since" in said(page)
    return press(page, "newer-version/")


def test_the_coordinator_reads_the_differences_and_gives_the_audit_the_newer_version(
    scene: Scene, signed_in: Browser
) -> None:
    page = given(scene, signed_in)
    assert "on an earlier version of the questionnaire: Police 1" in said(page)
    assert scene.digest()


def test_the_draft_return_says_that_there_is_a_newer_version(scene: Scene, signed_in: Browser) -> None:
    assert "newer version" not in said(scene.at_return(signed_in(scene.auditor), "answer"))
    given(scene, signed_in)
    assert "There is a newer version of this questionnaire." in said(
        scene.at_return(signed_in(scene.auditor), "answer")
    )


def test_an_auditor_sees_what_moves_and_upgrades_the_return(scene: Scene, signed_in: Browser) -> None:
    given(scene, signed_in)
    page = scene.at_return(signed_in(scene.auditor), "upgrade")
    told = said(page)
    assert "2 answers kept" in told
    assert "4 answers no longer fit" in told
    assert "The neighbour was heard." in told
    assert "3 questions to answer" in told
    assert scene.digest()
    done = press(page, "upgrade/")
    assert "needs no upgrade" in said(done)
    assert scene.digest() == ""


def test_a_coordinator_sees_no_button_to_move_an_agencys_return(scene: Scene, signed_in: Browser) -> None:
    given(scene, signed_in)
    page = scene.at_return(signed_in(scene.coordinator), "upgrade")
    assert not [button for button in page.button if str(button.key).startswith("upgrade/")]
    assert "needs no upgrade" in said(page)


def test_a_lead_is_offered_no_newer_version_on_the_overview(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.lead), "audits/overview", audit=scene.audit_id)
    assert not [button for button in page.button if str(button.key).startswith("newer-version/")]
