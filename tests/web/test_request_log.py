"""The log says how the server does, and never who somebody is, what they wrote, or where a secret leads."""

import io
import json
import logging
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware

from maap.domain.people import Role
from maap.outside.clock import now
from maap.outside.logs import FIELDS, AsJson, Sparing, Wrapped, route
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.calendars import new_feed
from maap.usecases.signin import sign_in
from maap.web.gate import Gate
from maap.web.request_log import RequestLog, somebody
from tests.e2e.conftest import Server
from tests.isolation.addresses import addresses, routes
from tests.isolation.conftest import member, served
from tests.isolation.scene import CANARY, Scene
from tests.web.visitor import Visitor

__all__ = ["served"]
LOGS = ("maap", "maap.requests")


class Kept(logging.Handler):
    """Keeps each line as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(AsJson())

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.lines.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    log, handler = logging.getLogger("maap"), Kept()
    before = {name: logging.getLogger(name).level for name in LOGS}
    log.addHandler(handler)
    for name in LOGS:
        logging.getLogger(name).setLevel(logging.INFO)
    yield handler
    log.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def test_names_answers_and_secrets_are_hunted_in_the_log_of_every_address(served: Scene, kept: Kept) -> None:
    lead = member(served, Role.AGENCY_LEAD, served.police)
    visitor = Visitor(lambda: Starlette(routes=list(routes()), middleware=[Middleware(RequestLog), Middleware(Gate)]))
    with work() as session:
        secret = new_feed(session, served.actor_of(lead, Role.AGENCY_LEAD))
        token = visitor.cookies["maap"] = sign_in(session, lead, now())
    for one in routes():
        for address in addresses(one, (1, served.ids["return_id"]), (secret,)):
            visitor.get(f"{address}?text={CANARY.replace(' ', '%20')}&name={lead.name.replace(' ', '%20')}")
    told = "\n".join(kept.lines)
    hunted = (CANARY, "Canary", lead.name, lead.name.replace(" ", "%20"), lead.email, secret, token, "192.0.2.1")
    assert [word for word in hunted if word in told] == []
    lines = [json.loads(line) for line in kept.lines]
    assert len(lines) > 100 and all({"time", "level", *FIELDS} <= set(line) for line in lines)
    assert {line["who"] for line in lines} == {somebody(token)}
    assert len({line["request"] for line in lines}) == len(lines)


def _fault(formatter: logging.Formatter, session: Session) -> str:
    record = logging.LogRecord("maap", logging.ERROR, "", 1, "reference %s", ("abc",), None)
    try:
        session.add(t.Person(name=CANARY, email=None, created_at=now()))
        session.flush()
    except Exception as fault:
        record.exc_info = (type(fault), fault, fault.__traceback__)
    return formatter.format(record)


@pytest.mark.parametrize("formatter", [AsJson(), Sparing("%(levelname)s %(message)s")])
def test_a_fault_is_told_by_its_kind_and_place_and_never_by_what_was_typed(
    session: Session, formatter: logging.Formatter
) -> None:
    told = _fault(formatter, session)
    assert "IntegrityError" in told and "test_request_log.py" in told and "reference abc" in told
    assert CANARY not in told


def test_the_librarys_own_way_of_telling_a_fault_would_repeat_it() -> None:
    """The control: why the house has its own."""
    record = logging.LogRecord("maap", logging.ERROR, "", 1, "reference", (), None)
    try:
        raise ValueError(CANARY)
    except ValueError as fault:
        record.exc_info = (type(fault), fault, fault.__traceback__)
    assert CANARY in logging.Formatter().format(record)
    record.exc_text = None
    assert CANARY not in Sparing().format(record)


def test_what_anybody_else_writes_on_the_console_is_json_line_by_line() -> None:
    console = io.StringIO()
    wrapped = Wrapped(console)
    print("  Set-up", end=" ", file=wrapped)
    assert console.getvalue() == ""
    print('code: "7"\n\nTraceback\n  half', end="", file=wrapped)
    lines = [json.loads(line) for line in console.getvalue().splitlines()]
    assert [line["message"] for line in lines] == ['Set-up code: "7"', "Traceback"]
    assert all(list(line) == ["time", "level", "logger", "message"] for line in lines)


@pytest.mark.timeout(120)
def test_every_line_of_a_server_that_is_told_so_is_json(tmp_path: Path) -> None:
    server = Server(tmp_path, log_json="true")
    server.start()
    with urllib.request.urlopen(f"{server.address}/sign-in", timeout=60) as reply:  # noqa: S310  (loopback)
        assert reply.status == 200
    server.stop()
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    assert {line["logger"] for line in lines} == {"console", "maap.requests"}
    assert [line for line in lines if line["message"].startswith("Set-up code: ")]
    assert "/start" in {line.get("route") for line in lines}


@pytest.mark.parametrize(
    "path, kind",
    [
        ("/join/abc", "/join/…"),
        ("/shared/abc/figures.csv", "/shared/…"),
        ("/calendar/abc.ics", "/calendar/…"),
        ("/files/returns/17.xlsx", "/files/returns/#.xlsx"),
        ("/files/audits/3/minutes/9", "/files/audits/#/minutes/#"),
        ("/audit?audit=1", "/audit"),
    ],
)
def test_an_address_is_told_as_a_kind(path: str, kind: str) -> None:
    assert route(path) == kind
