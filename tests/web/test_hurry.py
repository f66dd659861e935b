"""Nothing that costs computing can be asked for without end: every address of a file says so in time, and when."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from maap.domain.allowances import CALENDARS, FILES, SCREENS, SHARED
from maap.domain.people import Role
from maap.outside.clock import now
from maap.storage.allowances import take
from maap.storage.db import work
from maap.usecases.calendars import new_feed
from maap.usecases.signin import sign_in
from maap.web import calendar, shared, wall
from maap.web.gate import Gate
from tests import factories as make
from tests.isolation.addresses import addresses, routes
from tests.web.test_shared import Out, out
from tests.web.test_wall import Lobby, lobby
from tests.web.visitor import Visitor

__all__ = ["lobby", "out"]
HELD = [route for route in routes() if route.path.startswith("/files/")]


def _who_took(files: int) -> Visitor:
    """A coordinator who has taken so many files at once."""
    visitor = Visitor(lambda: Starlette(routes=list(routes()), middleware=[Middleware(Gate)]))
    at = now()
    with work() as session:
        make.partnership(session)
        person = make.person(session, Role.COORDINATOR)
        visitor.cookies["maap"] = sign_in(session, person, at)
        for _ in range(files):
            assert take(session, FILES, "files", str(person.id), at)
    return visitor


@pytest.fixture
def hurried(database: object) -> Visitor:
    """One who has taken as many as there are at once."""
    return _who_took(FILES.at_once)


@pytest.mark.parametrize("route", HELD, ids=lambda route: route.path)
def test_every_address_of_a_file_is_counted(hurried: Visitor, route: Route) -> None:
    reply = hurried.get(next(addresses(route, (1,), ())))
    assert (reply.status, reply.headers["retry-after"]) == (429, "60")
    assert "Wait a minute, then go on." in reply.text


def test_pages_go_on_as_ever(hurried: Visitor) -> None:
    assert hurried.get("/audit").status == 404  # past the gate: there are no pages in this application


def test_each_file_that_is_taken_counts_as_one(database: object) -> None:
    visitor = _who_took(FILES.at_once - 2)
    assert [visitor.get("/files/codebook.qdc").status for _ in range(3)] == [200, 200, 429]


def test_a_calendar_program_that_asks_without_end_is_told_to_wait(database: object) -> None:
    program = Visitor(lambda: Starlette(routes=calendar.ROUTES))
    with work() as session:
        actor = make.actor(make.person(session), Role.COORDINATOR, now=now())
        address = f"/calendar/{new_feed(session, actor)}.ics"
        for _ in range(CALENDARS.at_once - 1):
            take(session, CALENDARS, "calendar", str(actor.person_id), now())
    assert program.get(address).status == 200
    reply = program.get(address)
    assert (reply.status, reply.headers["retry-after"]) == (429, "60")


@pytest.mark.parametrize("name", ["", "/figures.csv", "/figures.pdf"])
def test_what_is_behind_a_link_is_counted_for_all_who_have_it(
    out: Out, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now()
    monkeypatch.setattr(shared, "now", lambda: at)  # some of it is there again in two seconds
    with work() as session:
        for _ in range(SHARED.at_once - 1):
            take(session, SHARED, "link", out.token, at)
    assert out.client.get(f"/shared/{out.token}").status_code == 200
    assert out.client.get(f"/shared/{out.token}{name}").status_code == 429


def test_a_screen_that_is_drawn_without_end_is_told_to_wait(lobby: Lobby, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    monkeypatch.setattr(wall, "now", lambda: at)  # some of it is there again in a second
    with work() as session:
        for _ in range(SCREENS.at_once - 1):
            take(session, SCREENS, "screen", lobby.token, at)
    assert lobby.client.get(f"/wall/{lobby.token}").status_code == 200
    for address in (f"/wall/{lobby.token}", f"/wall/{lobby.token}/news/7"):
        assert lobby.client.get(address).status_code == 429
