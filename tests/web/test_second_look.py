"""What deserves a second look: taking the trail away, and administering, ask once more who one is."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlmodel import select, update
from starlette.applications import Starlette

from maap.domain.people import Role
from maap.domain.sessions import FRESH, is_fresh
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.trail import record_by_the_house
from maap.usecases.signin import sign_in
from maap.web import trail
from tests import factories as make
from tests.web.visitor import Visitor


def _member(role: Role, ago: timedelta = timedelta(0)) -> Visitor:
    visitor = Visitor(lambda: Starlette(routes=trail.ROUTES))
    with work() as session:
        session.merge(t.Partnership(id=1, name="Example Partnership", short_name="EP", procedures=""))
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
