"""Every address of the running application, and what somebody who is not signed in gets there."""

import asyncio
import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from maap.settings import settings
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.ui.rooms import ROOMS
from tests import factories as make
from tests.e2e.conftest import Server
from tests.house.source import ROOT

CANARY = "Canary Row constabulary"


@dataclass(frozen=True)
class Door:
    """An address to try at a route, and the answer to a GET of somebody who is not signed in."""

    address: str
    status: int
    to: str = ""


SIGN_IN = "/sign-in?next="
DOORS = {
    # ours, open to everybody
    "/sign-in": Door("/sign-in", 200),
    "/sign-out": Door("/sign-out", 303, "/"),
    "/sign-in/code": Door("/sign-in/code", 303, "/sign-in"),
    "/sign-in/with/{key}": Door("/sign-in/with/made-up", 404),
    "/sign-in/back": Door("/sign-in/back", 400),
    "/confirm": Door("/confirm", 303, "/sign-in"),
    "/own-password": Door("/own-password", 303, "/sign-in"),
    "/join/{token}": Door("/join/made-up", 410),
    "/voice-form/{token}": Door("/voice-form/made-up", 410),
    "/stop-letters/{token}": Door("/stop-letters/made-up", 410),
    "/shared/{token}": Door("/shared/made-up", 410),
    "/wall/{token}": Door("/wall/made-up", 410),
    "/wall/{token}/news/{seen:int}": Door("/wall/made-up/news/0", 410),
    "/house/wall.js": Door("/house/wall.js", 200),
    "/house/wall.css": Door("/house/wall.css", 200),
    "/shared/{token}/{name}": Door("/shared/made-up/figures.csv", 404),
    "/feed/{token}/figures.{ending}": Door("/feed/made-up/figures.csv", 404),
    "/start": Door("/start", 303, "/sign-in"),
    "/health": Door("/health", 200),
    "/ready": Door("/ready", 200),
    "/calendar/{token}.ics": Door("/calendar/made-up.ics", 404),
    # for a watchman on this machine, which the tests are
    "/metrics": Door("/metrics", 200),
    "/house/style.css": Door("/house/style.css", 200),
    # ours, for members
    "/files/audits/{id:int}/certificate.json": Door("/files/audits/1/certificate.json", 303, SIGN_IN),
    "/files/audits/{id:int}/certificate": Door("/files/audits/1/certificate", 303, SIGN_IN),
    "/files/returns/{id:int}.xlsx": Door("/files/returns/1.xlsx", 303, SIGN_IN),
    "/files/returns/{id:int}": Door("/files/returns/1", 303, SIGN_IN),
    "/files/trail.csv": Door("/files/trail.csv", 303, SIGN_IN),
    "/files/library/{id:int}": Door("/files/library/1", 303, SIGN_IN),
    "/files/codebook.qdc": Door("/files/codebook.qdc", 303, SIGN_IN),
    "/files/actions.{ending}": Door("/files/actions.csv", 303, SIGN_IN),
    "/files/audits/{id:int}/minutes/{meeting:int}.docx": Door("/files/audits/1/minutes/1.docx", 303, SIGN_IN),
    "/files/audits/{id:int}/minutes/{meeting:int}": Door("/files/audits/1/minutes/1", 303, SIGN_IN),
    "/files/audits/{id:int}/documents/{kind}.{ending}": Door("/files/audits/1/documents/report.pdf", 303, SIGN_IN),
    "/files/audits/{id:int}/drafts/{edition:int}.{ending}": Door("/files/audits/1/drafts/1.pdf", 303, SIGN_IN),
    "/files/audits/{id:int}/packs/{agency:int}.{ending}": Door("/files/audits/1/packs/1.pdf", 303, SIGN_IN),
    "/files/audits/{id:int}/terms.{ending}": Door("/files/audits/1/terms.pdf", 303, SIGN_IN),
    "/files/years/{id:int}.{ending}": Door("/files/years/2024.pdf", 303, SIGN_IN),
    "/files/audits/{id:int}/dashboard/{name}": Door("/files/audits/1/dashboard/figures.csv", 303, SIGN_IN),
    "/files/across-the-years/{name}": Door("/files/across-the-years/figures.csv", 303, SIGN_IN),
    "/files/our-agency/{name}": Door("/files/our-agency/figures.csv", 303, SIGN_IN),
    "/files/audits/{id:int}/shared/{name}": Door("/files/audits/1/shared/figures.csv", 303, SIGN_IN),
    "/files/editions/{id:int}": Door("/files/editions/1", 303, SIGN_IN),
    "/files/editions/{id:int}.{ending}": Door("/files/editions/1.pdf", 303, SIGN_IN),
    "/files/questionnaires/{id:int}/{ending}": Door("/files/questionnaires/1/yaml", 303, SIGN_IN),
    "/files/templates/{name}.docx": Door("/files/templates/report.docx", 303, SIGN_IN),
    "/files/earlier-results.csv": Door("/files/earlier-results.csv", 303, SIGN_IN),
    # Streamlit's: what its page needs before anybody is signed in
    "/_stcore/health": Door("/_stcore/health", 200),
    "/_stcore/host-config": Door("/_stcore/host-config", 200),
    "/_stcore/bidi-components/{path:path}": Door("/_stcore/bidi-components/made/up.js", 404),
    "/component/{path:path}": Door("/component/made.up/index.html", 404),
    # Streamlit's: for members
    "/_stcore/metrics": Door("/_stcore/metrics", 404),
    "/_stcore/upload_file/{session_id}/{file_id}": Door("/_stcore/upload_file/a/b", 404),
    "/_stcore/agent/interact": Door("/_stcore/agent/interact", 404),
    "/_stcore/agent/openapi.json": Door("/_stcore/agent/openapi.json", 404),
    "/_stcore/agent/mcp": Door("/_stcore/agent/mcp", 404),
    "/media/{file_id:path}": Door("/media/0a1b2c.csv", 404),
    # Streamlit's: its own sign-in, which the house does not use
    "/auth/login": Door("/auth/login", 303, SIGN_IN),
    "/auth/logout": Door("/auth/logout", 303, SIGN_IN),
    "/oauth2callback": Door("/oauth2callback", 303, SIGN_IN),
    # Streamlit's page itself, and its scripts and styles
    "": Door("/", 303, "/sign-in"),
    # the websocket: see below; asked for as a page it gives Streamlit's empty shell
    "/_stcore/stream": Door("/_stcore/stream", 200),
}
WRITES = {
    ("POST", path)
    for path in (
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
        "/confirm",
        "/own-password",
        "/join/{token}",
        "/voice-form/{token}",
        "/stop-letters/{token}",
        "/start",
    )
}
"""What somebody who is not signed in may send, besides asking for a page."""

SECURITY = ("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A served house that is set up, with something confidential in it, and nobody signed in."""
    folder = tmp_path_factory.mktemp("surface")
    server = Server(folder, encrypted="false")
    filled = subprocess.run(
        [sys.executable, "-m", "tests.house.test_surface"], cwd=ROOT, env=server.environment, check=False
    )
    assert filled.returncode == 0
    try:
        yield server.start()
    finally:
        server.stop()


def _fill() -> None:
    """A partnership with an audit, an agency and a person, all with the canary's name."""
    with work() as session:
        make.partnership(session, procedures=CANARY)
        agency = make.agency(session, "police", name=CANARY)
        audit = make.audit(session, agency, title=CANARY)
        make.a_return(session, make.case(session, audit), agency)
        make.person(session, agency=agency, name=CANARY)


@dataclass(frozen=True)
class Reply:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes


def _ask(server: Server, method: str, address: str, **headers: str) -> Reply:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    try:
        connection.request(method, address, headers=headers)
        reply = connection.getresponse()
        return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    finally:
        connection.close()


def _routes() -> set[tuple[str, str]]:
    listed = subprocess.run(
        [sys.executable, "-m", "tests.house.listed_routes"],
        cwd=ROOT,
        env=os.environ | {"MAAP_FOLDER": str(settings().folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    pairs = [line.split("\t") for line in listed.stdout.splitlines() if "\t" in line]
    return {(method, path) for method, path in pairs}


def test_every_route_is_in_the_table() -> None:
    routes = _routes()
    assert sorted({path for _, path in routes} ^ set(DOORS)) == []
    assert {pair for pair in routes if pair[0] in ("POST", "PATCH") and "agent" not in pair[1]} == WRITES


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_somebody_not_signed_in_gets_what_the_table_says(house: Server, method: str, path: str) -> None:
    door = DOORS[path]
    reply = _ask(house, method, door.address)
    assert (reply.status, reply.headers.get("location", "")[: len(door.to)]) == (door.status, door.to)
    assert CANARY.encode() not in reply.body


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_nothing_can_be_sent_by_somebody_not_signed_in(house: Server, method: str, path: str) -> None:
    reply = _ask(house, method, DOORS[path].address)
    assert reply.status in (303, 400, 403, 404, 405, 410, 501)
    assert CANARY.encode() not in reply.body


@pytest.mark.parametrize("path", DOORS)
def test_every_answer_has_the_security_headers_and_names_no_version(house: Server, path: str) -> None:
    told = _ask(house, "GET", DOORS[path].address).headers
    assert [name for name in SECURITY if name not in told] == []
    assert not re.search(r"\d", told.get("server", "")) and "x-powered-by" not in told
    assert "access-control-allow-origin" not in told


@pytest.mark.parametrize("path", DOORS)
def test_a_foreign_name_pointed_at_this_server_gets_nothing(house: Server, path: str) -> None:
    reply = _ask(house, "GET", DOORS[path].address, Host="evil.example.org")
    assert (reply.status, reply.body) == (404, b"Not found")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.script)
def test_the_address_of_every_page_leads_to_sign_in(house: Server, room: object) -> None:
    url = room.url  # type: ignore[attr-defined]
    reply = _ask(house, "GET", f"/{url}?audit=1&return=1")
    assert reply.status == 303
    assert reply.headers["location"].startswith("/sign-in?next=%2F" + url)


@pytest.mark.parametrize(
    "address", ["//evil.example.org", "/\\evil.example.org", "https://evil.example.org", "javascript:1"]
)
def test_sign_in_never_leads_to_another_site(house: Server, address: str) -> None:
    reply = _ask(house, "GET", f"/sign-in?next={address}")
    assert reply.status == 200
    assert not re.search(rb'(href|action)="[^"]*evil', reply.body)


@pytest.mark.parametrize(
    "address", ["/static/../../../etc/passwd", "/component/../../app.py", "/static/%2e%2e/%2e%2e/app.py"]
)
def test_no_path_leads_out_of_the_folders_that_are_served(house: Server, address: str) -> None:
    reply = _ask(house, "GET", address)
    assert reply.status in (303, 400, 403, 404)
    assert b"import streamlit" not in reply.body and b"root:" not in reply.body


def _drawn_without_a_session(server: Server, pages: list[str]) -> dict[str, str]:
    """What a websocket without a cookie is shown of each page, as text."""

    async def visit() -> dict[str, str]:
        address = f"ws://localhost:{server.port}/_stcore/stream"
        shown = {}
        async with websockets.connect(address, origin=server.address, open_timeout=20) as line:  # type: ignore[arg-type]
            for page in pages:
                asked = BackMsg()
                asked.rerun_script.page_name = page
                asked.rerun_script.query_string = "audit=1&return=1"
                await line.send(asked.SerializeToString())
                shown[page] = await asyncio.wait_for(_one_run(line), 30)
        return shown

    return asyncio.run(visit())


async def _one_run(line: websockets.ClientConnection) -> str:
    told = ""
    async for message in line:
        forward = ForwardMsg.FromString(message)  # type: ignore[arg-type]
        told += str(forward)
        if forward.WhichOneof("type") == "script_finished":
            return told
    return told


def test_a_websocket_without_a_session_is_shown_the_way_in_and_nothing_else(house: Server) -> None:
    shown = _drawn_without_a_session(house, ["audits", *[room.url for room in ROOMS]])
    assert [page for page, text in shown.items() if "You are signed out" not in text or CANARY in text] == []


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example.org"}, {"origin": None, "host": "evil.example.org"}]
)
def test_a_websocket_from_another_site_is_refused(house: Server, headers: dict[str, str | None]) -> None:
    async def call() -> None:
        address = f"ws://localhost:{house.port}/_stcore/stream"
        extra = {"Host": headers["host"]} if headers.get("host") else None
        async with websockets.connect(address, origin=headers["origin"], additional_headers=extra) as line:  # type: ignore[arg-type]
            await line.send(BackMsg().SerializeToString())
            await asyncio.wait_for(line.recv(), 3)

    with pytest.raises((websockets.WebSocketException, TimeoutError)):
        asyncio.run(call())


def test_a_wrong_key_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    server = Server(tmp_path, encrypted="true")
    for command in ("migrate", "verify-log"):
        assert _command(server, command).returncode == 0
    key = Path(server.environment["MAAP_KEY_FILE"])
    key.write_text("ab" * 32)
    for command in ("migrate", "verify-log", "serve"):
        said = _command(server, command)
        assert said.returncode != 0, command
        assert "recovery sheet" in said.stderr and "Traceback" not in said.stderr, (command, said.stderr)
    key.chmod(0o644)
    said = _command(server, "serve")
    assert said.returncode != 0
    assert "chmod 600" in said.stderr and "Traceback" not in said.stderr, said.stderr


def _command(server: Server, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "maap", command],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


if __name__ == "__main__":
    migrate()
    _fill()
