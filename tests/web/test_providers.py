"""An organisation's sign-in is asked for a second factor where it must show one; otherwise it is shown here."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from sqlmodel import col, select
from starlette.applications import Starlette

from maap.domain.people import Role
from maap.domain.sessions import SessionState
from maap.outside import identity
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases import second_factor
from maap.usecases.identity import add_provider, drafted
from maap.views.people import own_sessions, who
from maap.web import entrance
from tests import factories as make
from tests.council import served
from tests.web.visitor import Reply, Visitor


@pytest.fixture(scope="module")
def council() -> Iterator[str]:
    """An organisation's identity provider."""
    with served() as address:
        yield address


@pytest.fixture
def robin(database: object) -> t.Person:
    """Somebody who was invited."""
    with work() as session:
        make.partnership(session)
        return make.person(session, Role.OBSERVER, email="robin@example.org")


@pytest.fixture
def visitor(robin: t.Person) -> Visitor:
    identity._discovered.cache_clear()
    return Visitor(lambda: Starlette(routes=entrance.ROUTES))


def _described(council: str, **chosen: str) -> None:
    typed = {"name": "Council", "issuer": council, "client": "maap", "secret": "between us", **chosen}
    with work() as session:
        add_provider(session, make.acting(session, Role.ADMINISTRATOR), drafted(typed))


def _asked(visitor: Visitor) -> str:
    return visitor.get("/sign-in/with/council?next=%2Faudits").headers["location"]


def _through(visitor: Visitor, council: str, **claims: Any) -> Reply:
    """Sign in there as Robin, of whom the provider says this; and come back."""
    told = {"email": "robin@example.org", "email_verified": True, **claims}
    requests.put(f"{council}/users/robin", json=told, timeout=10).raise_for_status()
    sent = requests.post(_asked(visitor), data={"sub": "robin"}, allow_redirects=False, timeout=10)
    back = urlsplit(sent.headers["location"])
    return visitor.get(f"{back.path}?{back.query}")


def _state(visitor: Visitor) -> SessionState:
    with reading() as session:
        return who(session, visitor.cookies.get("maap", ""), now()).state


def _deeds() -> list[str]:
    with reading() as session:
        return list(session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id))))


@pytest.mark.parametrize(
    ("asks_for", "sent"), [("", None), ("AAL2_OR_AAL3_ANY AAL3_ANY", ["AAL2_OR_AAL3_ANY AAL3_ANY"])]
)
def test_the_levels_that_are_chosen_are_asked_for(
    visitor: Visitor, council: str, asks_for: str, sent: list[str] | None
) -> None:
    _described(council, shown_by="AAL3_ANY", asks_for=asks_for)
    assert parse_qs(urlsplit(_asked(visitor)).query).get("acr_values") == sent


@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "AAL3_ANY"}])
def test_a_sign_in_that_showed_a_second_factor_opens_the_house(
    visitor: Visitor, council: str, claims: dict[str, Any]
) -> None:
    _described(council, shown_by="mfa, AAL3_ANY")
    reply = _through(visitor, council, **claims)
    assert (reply.status, _state(visitor)) == (200, SessionState.OPEN)
    assert "/audits" in reply.text


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "AAL1_USERPASS"}])
def test_one_without_is_refused_with_a_sentence_and_leaves_a_line(
    visitor: Visitor, council: str, claims: dict[str, Any]
) -> None:
    _described(council, shown_by="mfa, AAL3_ANY")
    reply = _through(visitor, council, **claims)
    assert (reply.status, _state(visitor)) == (403, SessionState.ENDED)
    assert "without a second factor" in reply.text and "start again here" in reply.text
    assert _deeds()[-1] == "refused a sign-in through a provider"


def test_whoever_has_one_here_gives_its_code_after_a_provider_that_need_show_none(
    visitor: Visitor, council: str, robin: t.Person
) -> None:
    _described(council)
    actor = make.actor(robin, Role.OBSERVER, now=now() - timedelta(minutes=5))
    with work() as session:
        secret = second_factor.begin(session, actor)
        second_factor.confirm(session, actor, pyotp.TOTP(secret).at(actor.now))
    reply = _through(visitor, council, amr=["mfa"])
    assert "/sign-in/code" in reply.text and _state(visitor) is SessionState.ENDED
    reply = visitor.post("/sign-in/code", {"code": pyotp.TOTP(secret).now()})
    assert (reply.headers["location"], _state(visitor)) == ("/audits", SessionState.OPEN)
    with reading() as session:
        assert [row.way for row in own_sessions(session, actor, visitor.cookies["maap"])] == ["provider"]


def test_signing_out_leads_on_to_the_end_of_the_session_there(visitor: Visitor, council: str) -> None:
    _described(council)
    _through(visitor, council)
    reply = visitor.post("/sign-out", {})
    assert (reply.status, _state(visitor)) == (200, SessionState.ENDED)
    assert f'content="0;url={council}/' in reply.text, "a form of ours may not be sent on to another site"


def test_whoever_has_none_here_comes_in_without_a_code(visitor: Visitor, council: str) -> None:
    _described(council)
    assert _through(visitor, council).status == 200
    assert _state(visitor) is SessionState.OPEN
