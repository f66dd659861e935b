"""What deserves a second look: taking the trail away, and administering, ask once more who one is."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlmodel import select, update
from starlette.applications import Starlette
from starlette.middleware import Middleware

from maap.domain.people import Role
from maap.domain.sessions import FRESH, is_fresh
from maap.outside import passwords
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.trail import record_by_the_house
from maap.usecases.signin import sign_in
from maap.web import confirming
from maap.web.gate import Gate
from maap.web.second_look import WITHOUT, deserves_a_second_look
from tests import factories as make
from tests.isolation.addresses import addresses, routes
from tests.web.visitor import Visitor

PASSWORD = "violet harbour sandwich"


def _member(role: Role, ago: timedelta = timedelta(0)) -> Visitor:
    visitor = Visitor(lambda: Starlette(routes=list(routes()), middleware=[Middleware(Gate)]))
    with work() as session:
        make.partnership(session)
        person = make.person(session, role)
        visitor.cookies["maap"] = sign_in(session, person, now())
        session.execute(update(t.SignIn).values(confirmed_at=now() - ago))
        record_by_the_house(session, now(), "=did something")
    return visitor


@pytest.mark.usefixtures("database")
def test_the_trail_is_taken_away_with_its_mark_and_that_leaves_a_line() -> None:
    reply = _member(Role.ADMINISTRATOR).get("/files/trail.csv")
    assert reply.status == 200 and reply.headers["cache-control"] == "no-store"
    assert "'=did something" in reply.text, "what a spreadsheet would calculate is disarmed"
    with reading() as session:
        last = session.exec(select(t.TrailEntry).order_by(t.TrailEntry.id.desc())).first()  # type: ignore[union-attr]
    assert last is not None and last.deed == "downloaded the trail"
    assert last.hash in reply.text


@pytest.mark.usefixtures("database")
def test_whoever_signed_in_a_while_ago_is_asked_once_more_and_comes_back() -> None:
    reply = _member(Role.ADMINISTRATOR, FRESH).get("/files/trail.csv?text=signed")
    assert (reply.status, reply.headers["location"]) == (
        303,
        "/confirm?next=" + quote("/files/trail.csv?text=signed", safe=""),
    )


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_gets_the_trail(role: Role) -> None:
    reply = _member(role).get("/files/trail.csv")
    assert reply.status == 404 and "did something" not in reply.text


@pytest.mark.usefixtures("database")
def test_what_is_no_day_is_refused_in_a_sentence() -> None:
    reply = _member(Role.ADMINISTRATOR).get("/files/trail.csv?first=yesterday")
    assert reply.status == 404 and "not a day" in reply.text


def test_showing_who_one_is_lasts_for_half_an_hour() -> None:
    at = now()
    assert is_fresh(at - FRESH + timedelta(seconds=1), at)
    assert not is_fresh(at - FRESH, at) and not is_fresh(None, at)


TAKEN_FREELY = {
    "/files/editions/{id:int}",
    "/files/editions/{id:int}.{ending}",
    "/files/library/{id:int}",
    "/files/audits/{id:int}/shared/{name}",
    "/files/audits/{id:int}/terms.{ending}",
    "/files/questionnaires/{id:int}/{ending}",
    "/files/codebook.qdc",
    "/files/templates/{name}.docx",
    "/files/earlier-results.csv",
}
"""What anybody may take who is signed in: written down once more, apart from the rule."""
FILES = [route for route in routes() if route.path.startswith("/files/")]


@pytest.mark.usefixtures("database")
def test_every_file_but_the_listed_ones_is_asked_for_a_second_time_after_showing_who_one_is() -> None:
    visitor = _member(Role.COORDINATOR, FRESH)
    asked = set()
    for route in FILES:
        for address in addresses(route, (1,), ("made-up",)):
            reply = visitor.get(address)
            if reply.status == 303 and reply.headers["location"] == "/confirm?next=" + quote(address, safe=""):
                asked.add(route.path)
    assert {route.path for route in FILES} - asked == TAKEN_FREELY


@pytest.mark.usefixtures("database")
def test_who_showed_it_lately_is_not_asked_again() -> None:
    """The control of the rule's other half."""
    found = set()
    for route in FILES:
        visitor = _member(Role.COORDINATOR, FRESH - timedelta(minutes=1))
        found |= {visitor.get(address).status for address in addresses(route, (1,), ("made-up",))}
    assert not {303, 429} & found and 404 in found


def test_each_exception_has_an_address_and_a_reason() -> None:
    free = [address for route in FILES for address in addresses(route, (1,), ()) if not deserves_a_second_look(address)]
    for pattern, reason in WITHOUT.items():
        assert reason.endswith(".")
        assert any(re.fullmatch("/files/" + pattern, address) for address in free), pattern


@pytest.mark.usefixtures("database")
def test_whoever_shows_it_for_a_file_gets_it_by_itself_and_is_told_so() -> None:
    visitor = Visitor(lambda: Starlette(routes=confirming.ROUTES))
    with work() as session:
        make.partnership(session)
        person = make.person(session, Role.CHAIR, password=passwords.kept(PASSWORD))
        visitor.cookies["maap"] = sign_in(session, person, now())
    reply = visitor.post("/confirm?next=%2Ffiles%2Ftrail.csv%3Ftext%3Da", {"password": PASSWORD})
    assert reply.status == 200
    assert 'http-equiv="refresh" content="0; url=/files/trail.csv?text=a"' in reply.text
    assert visitor.post("/confirm?next=%2Fpeople", {"password": PASSWORD}).headers["location"] == "/people"
