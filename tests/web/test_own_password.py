"""One's own password is changed with the old one in hand, and nobody else's way in stays open."""

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import select, update
from starlette.applications import Starlette
from starlette.middleware import Middleware

from maap.domain.people import Actor, Role
from maap.outside import passwords
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases import second_factor
from maap.usecases.signin import sign_in
from maap.web import entrance
from maap.web.gate import Gate
from tests import factories as make
from tests.web.visitor import Reply, Visitor

OLD, NEW = "violet harbour sandwich", "pepper lighthouse cardigan"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ann(database: Path) -> t.Person:
    assert database
    with work() as session:
        make.partnership(session)
        return make.person(session, Role.CHAIR, password=passwords.kept(OLD))


def _browser(person: t.Person) -> Visitor:
    visitor = Visitor(lambda: Starlette(routes=entrance.ROUTES, middleware=[Middleware(Gate)]))
    with work() as session:
        visitor.cookies["maap"] = sign_in(session, person, now())
    return visitor


def _send(visitor: Visitor, old: str = OLD, new: str = NEW, again: str = "", **more: str) -> Reply:
    return visitor.post("/own-password", {"password": old, "new": new, "again": again or new} | more)


def _fits(person: t.Person, password: str) -> bool:
    with reading() as session:
        return passwords.fits(password, session.get_one(t.Person, person.id).password)


def _sessions(person: t.Person) -> int:
    with reading() as session:
        rows = session.exec(select(t.SignIn).where(t.SignIn.person_id == person.id)).all()
    return sum(row.ended_at is None for row in rows)


def test_whoever_has_the_old_password_chooses_a_new_one_and_stays_signed_in_here_only(ann: t.Person) -> None:
    here, _elsewhere = _browser(ann), _browser(ann)
    before = here.cookies["maap"]
    assert here.get("/own-password").status == 200
    reply = _send(here)
    assert (reply.status, reply.headers["location"]) == (303, "/account?changed=password")
    assert _fits(ann, NEW) and not _fits(ann, OLD)
    assert _sessions(ann) == 1 and reply.cookies["maap"].value != before
    with reading() as session:
        deeds = [line.deed for line in session.exec(select(t.TrailEntry)).all()]
        assert "changed their password" in deeds
        assert all(
            OLD not in str(line.detail) and NEW not in str(line.detail) for line in session.exec(select(t.TrailEntry))
        )


def test_an_open_page_alone_is_not_enough(ann: t.Person) -> None:
    reply = _send(_browser(ann), old="a guess at their password")
    assert reply.status == 400 and "not your password" in reply.text and "a guess" not in reply.text
    assert _fits(ann, OLD) and _sessions(ann) == 1


def test_guesses_are_counted_as_those_at_the_door_are(ann: t.Person) -> None:
    visitor = _browser(ann)
    said = [_send(visitor, old=f"guess number {n}").text for n in range(12)]
    assert any("before you try again" in one for one in said) and _fits(ann, OLD)


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("short", "", "characters"),
        ("safeguarding maap", "", ""),
        (NEW, "pepper lighthouse cardigans", "not the same"),
        (OLD, "", "that you have"),
    ],
)
def test_a_new_password_that_does_not_do_changes_nothing(ann: t.Person, new: str, again: str, told: str) -> None:
    visitor = _browser(ann)
    reply = _send(visitor, new=new, again=again)
    assert reply.status == 400 and told in reply.text
    assert _fits(ann, OLD) and _sessions(ann) == 1


def test_the_code_is_asked_for_where_somebody_has_a_second_factor(ann: t.Person) -> None:
    at = now()
    with work() as session:
        actor = Actor(ann.id or 0, ann.name, frozenset({Role.CHAIR}), None, at)
        secret = second_factor.begin(session, actor)
        second_factor.confirm(session, actor, pyotp.TOTP(secret).at(at - timedelta(seconds=30)))
    visitor = _browser(ann)
    assert 'name="code"' in visitor.get("/own-password").text
    assert _send(visitor).status == 400 and _fits(ann, OLD)
    assert _send(visitor, code=pyotp.TOTP(secret).now()).status == 303 and _fits(ann, NEW)


def test_a_form_from_another_site_changes_nothing(ann: t.Person) -> None:
    form = {"password": OLD, "new": NEW, "again": NEW}
    assert _browser(ann).post("/own-password", form, origin="https://elsewhere.example").status == 400
    assert _fits(ann, OLD)


def test_somebody_without_a_password_is_offered_no_form_and_gets_none(ann: t.Person) -> None:
    with work() as session:
        session.execute(update(t.Person).values(password=""))
    visitor = _browser(ann)
    assert "<form" not in visitor.get("/own-password").text
    assert _send(visitor, old="").status == 400 and not _fits(ann, NEW)


@pytest.mark.usefixtures("ann")
def test_nobody_who_is_not_signed_in_gets_there() -> None:
    visitor = Visitor(lambda: Starlette(routes=entrance.ROUTES, middleware=[Middleware(Gate)]))
    assert visitor.get("/own-password").headers["location"] == "/sign-in?next=%2Fown-password"
    assert _send(visitor).status == 404
