"""Of many who send the same code or the same link at the same moment, one comes in. ``MAAP_TEST_LINKS``: how many links."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from starlette.applications import Starlette

from maap.domain.one_time_links import SIGN_IN_LINK
from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import keys
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases import second_factor, signin
from maap.usecases.signin import make_link
from maap.web import entrance
from tests import factories as make
from tests.web.visitor import Visitor

AT_ONCE, CODES = 20, 5
LINKS = int(os.environ.get("MAAP_TEST_LINKS", "2"))


@pytest.fixture
def ann(database: Path) -> t.Person:
    """Somebody of a house that is set up."""
    assert database
    keys.derived("throttle")
    with work() as session:
        make.partnership(session)
        return make.person(session, Role.OBSERVER)


def _together(send: Callable[[], bool]) -> int:
    """How many of twenty who begin at the same moment succeed."""
    begin, came = threading.Barrier(AT_ONCE), list[bool]()

    def one() -> None:
        begin.wait()
        came.append(send())

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came) == AT_ONCE
    return sum(came)


def _factor(person: t.Person) -> tuple[Actor, str, tuple[str, ...]]:
    """Their authenticator's secret and recovery codes, set up an hour ago."""
    actor = make.actor(person, Role.OBSERVER, now=now() - timedelta(hours=1))
    with work() as session:
        secret = second_factor.begin(session, actor)
        codes = second_factor.confirm(session, actor, pyotp.TOTP(secret).at(int(actor.now.timestamp())))
    return actor, secret, codes


def _checks(actor: Actor, code: str, minutes: int) -> Callable[[], bool]:
    def check() -> bool:
        with work() as session:
            at = actor.now + timedelta(minutes=minutes)
            return second_factor.check_code(session, actor.person_id, code, at)

    return check


def test_each_of_five_codes_lets_one_of_twenty_in(ann: t.Person) -> None:
    actor, secret, _ = _factor(ann)
    codes = {n: pyotp.TOTP(secret).at(int((actor.now + timedelta(minutes=n)).timestamp())) for n in range(1, CODES + 1)}
    assert [_together(_checks(actor, code, n)) for n, code in codes.items()] == [1] * CODES


def test_each_of_five_recovery_codes_lets_one_of_twenty_in(ann: t.Person) -> None:
    actor, _, codes = _factor(ann)
    assert [_together(_checks(actor, code, 1)) for code in codes[:CODES]] == [1] * CODES


def test_an_authenticator_alone_would_let_all_twenty_in(ann: t.Person) -> None:
    """The control: a code that is only reckoned, and never spent."""
    actor, secret, _ = _factor(ann)
    reckoned = pyotp.TOTP(secret)
    code = reckoned.at(int(actor.now.timestamp()))
    assert _together(lambda: reckoned.verify(code, for_time=actor.now)) == AT_ONCE


def _visitor() -> Visitor:
    return Visitor(lambda: Starlette(routes=entrance.ROUTES))


def _link(person: t.Person) -> str:
    with work() as session:
        return "/join/" + make_link(session, person.id or 0, SIGN_IN_LINK, now() + timedelta(hours=1))


def _sends(address: str) -> Callable[[], bool]:
    return lambda: _visitor().post(address, {}).status == 303


def test_each_link_lets_one_of_twenty_in_however_often_it_was_looked_at(ann: t.Person) -> None:
    for _ in range(LINKS):
        address = _link(ann)
        assert [_visitor().get(address, method).status for method in ("GET", "HEAD", "GET")] == [200] * 3
        assert _together(_sends(address)) == 1
        assert _visitor().get(address).status == 410


def test_a_link_that_is_looked_up_and_not_spent_would_let_all_twenty_in(
    ann: t.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(signin, "take_link", signin.link_holder)
    assert _together(_sends(_link(ann))) == AT_ONCE


def test_forged_links_open_nothing_and_spend_nothing(ann: t.Person) -> None:
    """One letter of a real link is another, one is missing, or one too many."""
    address = _link(ann)
    token = address.removeprefix("/join/")
    forged = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(len(token))]
    forged += [token[:n] for n in range(1, len(token))] + [token + one for one in "Aa0-_"] + [token.swapcase()]
    visitor = _visitor()
    replies = {visitor.post(f"/join/{one}", {}).status for one in forged}
    assert replies == {410} and len(forged) > 90
    assert _together(_sends(address)) == 1
