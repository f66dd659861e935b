"""Somebody who is signed in asks the dashboards' addresses for a file."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.signin import sign_in
from maap.web.dashboards import ROUTES
from maap.web.gate import Gate


def taken(person: t.Person, path: str) -> tuple[int, bytes]:
    """What they get: status and content."""
    with work() as session:
        token = sign_in(session, person, now())
    client = TestClient(Gate(Starlette(routes=ROUTES)), "http://localhost")
    client.cookies.set(settings().cookie, token)
    answer = client.get(path)
    return answer.status_code, answer.content
