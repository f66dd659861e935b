"""Nobody passes the gate without a session, and every answer carries the security headers."""

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from maap.domain.people import Role
from maap.domain.sessions import IDLE, LONGEST
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import work
from maap.usecases import second_factor
from maap.usecases.signin import sign_in
from maap.web.gate import Gate, headers
from tests import factories as make
from tests.database_gone import gone
from tests.web.visitor import Visitor

METHODS = ["GET", "POST", "PUT", "DELETE"]


async def _inside(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside", headers={"server": "uvicorn", "content-security-policy": "default-src *"})


def _visitor(host: str = "localhost:8501") -> Visitor:
    routes = [Route("/{path:path}", _inside, methods=METHODS)]
    return Visitor(lambda: Starlette(routes=routes, middleware=[Middleware(Gate)]), host=host)


@pytest.fixture
def stranger(database: Path) -> Visitor:
    """Somebody without a session, before a house that is set up."""
    headers.cache_clear()
    with work() as session:
        make.partnership(session)
    return _visitor()


def _member(ago: timedelta = timedelta(0)) -> Visitor:
    visitor = _visitor()
    with work() as session:
        person = make.person(session, Role.OBSERVER)
        visitor.cookies["maap"] = sign_in(session, person, now() - ago)
    return visitor


def test_a_stranger_is_led_to_sign_in_and_back_afterwards(stranger: Visitor) -> None:
    reply = stranger.get("/audit?audit=3&x=//evil")
    assert (reply.status, reply.headers["location"]) == (303, "/sign-in?next=%2Faudit%3Faudit%3D3%26x%3D%2F%2Fevil")
    assert stranger.get("/").headers["location"] == "/sign-in"


@pytest.mark.parametrize("path", ["/_stcore/upload_file/1/2", "/_stcore/metrics", "/_stcore/script-health-check"])
def test_files_and_figures_of_the_framework_are_for_members_only(stranger: Visitor, path: str) -> None:
    assert stranger.get(path).status == 404
    assert _member().get(path).text == "inside"


@pytest.mark.parametrize("path", ["/media/abc.png", "/media/abc.csv"])
def test_what_one_page_was_given_has_no_address_at_which_another_could_ask_for_it(stranger: Visitor, path: str) -> None:
    assert (stranger.get(path).status, _member().get(path).status) == (404, 404)


@pytest.mark.parametrize("method", METHODS[1:])
def test_a_stranger_can_send_nothing(stranger: Visitor, method: str) -> None:
    assert stranger.get("/audit", method).status == 404


@pytest.mark.parametrize("path", ["/sign-in", "/join/abc", "/start", "/health", "/static/js/main.js", "/favicon.png"])
def test_the_entrance_is_open(stranger: Visitor, path: str) -> None:
    assert stranger.get(path).text == "inside"


def test_a_member_passes(stranger: Visitor) -> None:
    assert _member().get("/audit").text == "inside"


def test_a_locked_page_is_still_reached_so_that_it_can_be_unlocked(stranger: Visitor) -> None:
    assert _member(IDLE).get("/audit").text == "inside"


def test_a_session_ends_after_its_longest_time(stranger: Visitor) -> None:
    assert _member(LONGEST).get("/audit").status == 303


def test_a_made_up_token_opens_nothing(stranger: Visitor) -> None:
    stranger.cookies["maap"] = "A" * 43
    assert stranger.get("/audit").status == 303


def test_an_empty_house_leads_to_its_set_up(database: Path) -> None:
    assert _visitor().get("/audit").headers["location"] == "/start"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "evil.example:8501"])
def test_another_host_name_finds_nothing(stranger: Visitor, host: str) -> None:
    assert _visitor(host).get("/sign-in").status == 404


@pytest.mark.parametrize("path", ["/sign-in", "/audit", "/media/x", "/static/js/main.js"])
def test_every_answer_carries_the_security_headers(stranger: Visitor, path: str) -> None:
    told = stranger.get(path).headers
    assert "default-src 'self'" in told["content-security-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert "'unsafe-inline'" not in told["content-security-policy"].split("script-src")[1].split(";")[0]
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert "server" not in told
    assert "strict-transport-security" not in told


def test_pages_are_not_kept_by_the_browser_and_scripts_are(stranger: Visitor) -> None:
    assert stranger.get("/sign-in").headers["cache-control"] == "no-store"
    assert "cache-control" not in stranger.get("/static/js/main.js").headers


def test_only_the_house_may_frame_its_own_component(stranger: Visitor) -> None:
    told = stranger.get("/component/place/index.html").headers
    assert "frame-ancestors 'self'" in told["content-security-policy"]
    assert told["x-frame-options"] == "SAMEORIGIN"


def test_over_https_browsers_are_told_to_stay_there(stranger: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "https", True)
    headers.cache_clear()
    assert "max-age" in stranger.get("/sign-in").headers["strict-transport-security"]
    headers.cache_clear()


def test_no_file_is_given_to_somebody_who_lacks_the_second_factor_of_their_role(stranger: Visitor) -> None:
    member = _member()
    assert member.get("/files/returns/1").text == "inside"
    with work() as session:
        second_factor.ask_of(session, make.acting(session, Role.ADMINISTRATOR), [Role.OBSERVER])
    reply = member.get("/files/returns/1")
    assert (reply.status, reply.headers["location"]) == (303, "/account")
    assert member.get("/").text == "inside"  # the page itself says what to do


@pytest.mark.parametrize(("method", "again"), [("GET", "5"), ("POST", "")])
def test_while_the_database_is_gone_a_sentence_says_so_and_a_page_asks_again(
    stranger: Visitor, method: str, again: str
) -> None:
    member = _member()
    with gone():
        reply = member.get("/returns", method)
        assert (reply.status, reply.text) == (503, "The database did not answer. Wait a minute and try again.")
        assert reply.headers.get("refresh", "") == again and "content-security-policy" in reply.headers
    assert member.get("/returns").status == 200
