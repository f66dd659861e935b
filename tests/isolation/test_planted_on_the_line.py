"""Words of one agency are hunted in all that a server sends to an open page, and in what it writes to its log."""

import asyncio
from urllib.parse import urlencode

import pytest

from maap.domain.people import Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.ui.rooms import ROOMS
from maap.usecases.setup import furnish
from maap.usecases.signin import sign_in
from tests.e2e.conftest import Server
from tests.isolation.conftest import member
from tests.isolation.line import opened
from tests.isolation.planted import planted
from tests.isolation.scene import CANARY, Scene
from tests.usecases.furnished import shipped

OTHERS = (Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR)


@pytest.fixture
def told(running: Server) -> Scene:
    """The scene with everything that was planted, served."""
    with work() as session:
        furnish(session, "Example Partnership", "EP", shipped())
        return planted(session, "reporting")


def _query(where: Scene) -> str:
    """An address that names everything that was planted."""
    ids = {name: value for place in where.places for name, value in place.items() if name.endswith("_id")}
    return urlencode({name.removesuffix("_id"): value for name, value in ids.items()})


def _heard(server: Server, where: Scene, person: t.Person) -> dict[str, int]:
    """How many bytes each room sent, and 0 bytes for those whose frames hold the canary's words."""
    with work() as session:
        token = sign_in(session, person, now())

    async def visit() -> dict[str, int]:
        sent = {}
        async with opened(server.port, token) as line:
            for room in ROOMS:
                frames = await line.ask(room.url, _query(where))
                sent[room.script] = 0 if CANARY.encode() in frames else len(frames)
        return sent

    return asyncio.run(visit())


@pytest.mark.parametrize("role", OTHERS)
def test_no_frame_that_is_sent_and_no_line_of_the_log_holds_another_agencys_words(
    running: Server, told: Scene, role: Role
) -> None:
    sent = _heard(running, told, member(told, role, told.health))
    assert len(sent) == len(ROOMS) and [script for script, size in sent.items() if size == 0] == []
    assert min(sent.values()) > 1_000
    assert CANARY not in running.log.read_text()


def test_the_same_hunt_hears_them_where_they_may_be_read_and_never_in_the_log(running: Server, told: Scene) -> None:
    """The control."""
    for role in (Role.AGENCY_LEAD, Role.COORDINATOR):
        sent = _heard(running, told, member(told, role, told.police))
        assert [script for script, size in sent.items() if size == 0], role
    log = running.log.read_text()
    assert '"message": "request"' in log or '"request"' in log
    assert CANARY not in log
