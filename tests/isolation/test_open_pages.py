"""A page that is open and that nobody touches closes by itself, within a minute, when its reader is out."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlmodel import Session, select, update

from maap.domain.people import Actor, Role
from maap.domain.sessions import LONGEST
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases import signin
from maap.usecases.people import PersonDraft, change_person, deactivate
from maap.web.leavers import EVERY
from tests import factories as make
from tests.e2e.conftest import Server
from tests.isolation.line import Line, is_drawn, opened

OUT, MOST = b"You are signed out", 60
NEW = "velvet harbour pumpkin"
Deed = Callable[[Session, t.Person, str], object]


@pytest.fixture
def served(running: Server) -> Server:
    """A house that is set up."""
    with work() as session:
        make.partnership(session)
    return running


def _admin(session: Session) -> Actor:
    return make.acting(session, Role.ADMINISTRATOR, now=now())


def _grew_old(session: Session, person: t.Person, _token: str) -> None:
    at = now() - LONGEST - timedelta(seconds=1)
    session.execute(update(t.SignIn).where(t.SignIn.person_id == person.id).values(created_at=at))  # type: ignore[arg-type]


def _ended_by_themselves_elsewhere(session: Session, person: t.Person, _token: str) -> None:
    row = session.exec(select(t.SignIn).where(t.SignIn.person_id == person.id)).one()
    signin.end_own(session, make.actor(person, Role.CHAIR, now=now()), row.id or 0)


def _new_password(session: Session, person: t.Person, _token: str) -> None:
    link = signin.make_link(session, person.id or 0, "reset", now() + timedelta(hours=1))
    signin.set_password(session, link, NEW, now())


def _left(session: Session, person: t.Person, _token: str) -> None:
    deactivate(session, _admin(session), person.id or 0, person.revision)


def _loses_a_role(session: Session, person: t.Person, _token: str) -> None:
    draft = PersonDraft(name=person.name, email=person.email, roles=frozenset({Role.OBSERVER}))
    change_person(session, _admin(session), person.id or 0, draft, person.revision)


WAYS: dict[str, Deed] = {
    "signed out in another tab": lambda session, _, token: signin.sign_out(session, token, now()),
    "ended by themselves from another browser": _ended_by_themselves_elsewhere,
    "signed out by an administrator": lambda session, person, _: signin.end_for(
        session, _admin(session), person.id or 0
    ),
    "left": _left,
    "has a new password": _new_password,
    "ten hours are over": _grew_old,
}


async def _opens(server: Server, stay: AsyncExitStack) -> tuple[t.Person, str, Line]:
    """Somebody signs in and opens a page."""
    with work() as session:
        person = make.person(session, Role.CHAIR)
        token = signin.sign_in(session, person, now())
    line = await stay.enter_async_context(opened(server.port, token))
    assert OUT not in await line.ask("account")
    return person, token, line


async def _gone(line: Line, words: bytes = OUT) -> float:
    """Seconds until the page says so; infinite when it never does."""
    try:
        return await line.until(lambda frame: words in frame, MOST)
    except TimeoutError:
        return float("inf")


def test_every_way_out_closes_a_page_that_nobody_touches_within_a_minute(served: Server) -> None:
    """The control: the page of somebody who is still in hears nothing of all this."""

    async def visits() -> dict[str, float]:
        async with AsyncExitStack() as stay:
            there = {way: await _opens(served, stay) for way in WAYS}
            _, _, control = await _opens(served, stay)
            await asyncio.sleep(EVERY + 2)  # they were seen to be in
            with work() as session:
                for way, (person, token, _) in there.items():
                    WAYS[way](session, session.get_one(t.Person, person.id), token)
            began = time.monotonic()
            took = await asyncio.gather(*(_gone(line) for _, _, line in there.values()))
            spent = time.monotonic() - began
            with pytest.raises(TimeoutError):
                await control.until(is_drawn, max(1.0, EVERY + 5 - spent))
            return dict(zip(there, took, strict=True))

    took = asyncio.run(visits())
    assert {way: seconds for way, seconds in took.items() if seconds > MOST} == {}


def test_whoever_loses_a_role_no_longer_reads_what_it_opened(served: Server) -> None:
    async def visit() -> float:
        async with AsyncExitStack() as stay:
            with work() as session:
                person = make.person(session, Role.ADMINISTRATOR)
                token = signin.sign_in(session, person, now())
            line = await stay.enter_async_context(opened(served.port, token))
            assert b"you may not" not in await line.ask("people")
            await asyncio.sleep(EVERY + 2)
            with work() as session:
                _loses_a_role(session, session.get_one(t.Person, person.id), token)
            return await _gone(line, b"you may not")

    assert asyncio.run(visit()) < MOST
