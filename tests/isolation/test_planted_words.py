"""Words of one agency are hunted in everything that another can reach: views, files, pages, refusals."""

import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.routing import Route
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from maap.commands.visibility import arguments, shown, views
from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.ui.rooms import ROOMS
from maap.usecases.setup import furnish
from maap.usecases.signin import sign_in
from maap.web import actions, calendar, files, forms, trail, watching
from tests.isolation.scene import CANARY, Scene, scene
from tests.pages.conftest import APP
from tests.usecases.furnished import shipped
from tests.web.visitor import Visitor

OTHERS = (Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR)
"""Whoever must not find what the police wrote: people of health, and those who only watch or run the house."""
FILES = [*files.ROUTES, *actions.ROUTES, *forms.ROUTES, *trail.ROUTES, *calendar.ROUTES, *watching.ROUTES]
STAGES = ("fieldwork", "panel", "reporting", "published", "closed")


def _found(session: Session, where: Scene, role: Role, agency: t.Agency) -> list[str]:
    """The views that show the canary's words to somebody."""
    actor = where.actor(session, role, agency)
    return [view.__name__ for view in views() if CANARY in (shown(session, actor, view, where.ids) or "")]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", OTHERS)
def test_no_view_shows_another_agencys_words_or_refuses_with_them(session: Session, role: Role, stage: str) -> None:
    where = scene(session, stage)
    assert _found(session, where, role, where.health) == []


def test_the_same_hunt_finds_them_for_those_who_may_read_them(session: Session) -> None:
    """The control: the hunt sees what is there to be seen."""
    where = scene(session)
    assert "sheet" in _found(session, where, Role.AGENCY_LEAD, where.police)
    assert {"sheet", "issue"} <= set(_found(session, where, Role.COORDINATOR, where.police))


def test_most_views_can_be_asked_with_ids_alone(session: Session) -> None:
    where = scene(session)
    asked = [view for view in views() if arguments(view, where.ids) is not None]
    assert len(asked) > 50 and len(asked) / len(list(views())) > 0.7


@pytest.fixture
def served(database: object) -> Scene:
    """A furnished house with the scene in it, stored."""
    with work() as session:
        furnish(session, "Example Partnership", "EP", shipped())
        return scene(session)


def _member(where: Scene, role: Role, agency: t.Agency) -> tuple[t.Person, str]:
    with work() as session:
        person = where.person(session, role, agency)
        return person, sign_in(session, person, now())


def _address(route: Route, number: int) -> str:
    told = route.path.replace("{id:int}", str(number)).replace("{meeting:int}", "1").replace("{token}", "made-up")
    return told.replace("{ending}", "csv")


@pytest.mark.parametrize("role", OTHERS)
def test_no_file_holds_another_agencys_words(served: Scene, role: Role) -> None:
    visitor = Visitor(lambda: Starlette(routes=FILES))
    visitor.cookies["maap"] = _member(served, role, served.health)[1]
    foreign = served.ids["return_id"]
    for route in FILES:
        for number in {1, 2, foreign, served.ids["audit_id"]}:
            reply = _asked(visitor, _address(route, number))
            assert CANARY not in reply, (route.path, number)


def _asked(visitor: Visitor, address: str) -> str:
    try:
        return visitor.get(address).text
    except UnicodeDecodeError:
        return ""  # a workbook: a return's is refused before it is made, see below


def test_a_return_of_another_agency_is_refused_like_one_that_is_not_there(served: Scene) -> None:
    visitor = Visitor(lambda: Starlette(routes=FILES))
    visitor.cookies["maap"] = _member(served, Role.AGENCY_LEAD, served.health)[1]
    for ending in ("", ".xlsx"):
        theirs = visitor.get(f"/files/returns/{served.ids['return_id']}{ending}")
        missing = visitor.get(f"/files/returns/999999{ending}")
        assert (theirs.status, theirs.text) == (missing.status, missing.text) and theirs.status == 404


def test_walking_through_all_ids_finds_only_ones_own(served: Scene) -> None:
    visitor = Visitor(lambda: Starlette(routes=FILES))
    visitor.cookies["maap"] = _member(served, Role.AGENCY_LEAD, served.health)[1]
    opened = [number for number in range(1, 300) if visitor.get(f"/files/returns/{number}").status == 200]
    assert opened == [served.own_return]


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_no_page_shows_another_agencys_words(served: Scene, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    person, _ = _member(served, role, served.health)
    browser = _browser(monkeypatch, person)
    seen = [room.script for room in ROOMS if CANARY in _drawn(browser, room.path, served)]
    assert seen == []


def test_the_same_walk_through_the_pages_finds_them_for_the_police(
    served: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    person, _ = _member(served, Role.AGENCY_LEAD, served.police)
    browser = _browser(monkeypatch, person)
    assert [room.script for room in ROOMS if CANARY in _drawn(browser, room.path, served)]


def _browser(monkeypatch: pytest.MonkeyPatch, person: t.Person) -> AppTest:
    with work() as session:
        token = sign_in(session, person, now())
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {settings().cookie: token}))
    return AppTest.from_file(str(APP), default_timeout=30).run()


def _drawn(browser: AppTest, path: str, where: Scene) -> str:
    """Everything that a page sends to the browser, as text."""
    for name in ("audit", "return", "issue", "case"):
        browser.query_params[name] = str(where.ids[f"{name}_id"])
    page = browser.switch_page(path).run()
    return " ".join(str(element.proto) for element in page if hasattr(element, "proto"))
