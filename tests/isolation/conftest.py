"""The scene, served: stored in a furnished house, with the canary's words in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maap.domain.people import Role
from maap.settings import settings
from maap.storage import db
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from tests.e2e.conftest import Server
from tests.isolation.planted import planted
from tests.isolation.scene import Scene
from tests.looked_once import looked_once as looked_once
from tests.usecases.furnished import shipped


@pytest.fixture
def served(database: Path) -> Scene:
    """A furnished house with everything that was planted, stored."""
    with work() as session:
        furnish(session, "Example Partnership", "EP", shipped())
        return planted(session, "reporting")


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on loopback with an empty house, whose database the test writes to as well."""
    server = Server(tmp_path, encrypted="false", log_json="true")
    for name in ("MAAP_FOLDER", "MAAP_KEY_FILE", "MAAP_ENCRYPTED"):
        monkeypatch.setenv(name, server.environment[name])
    settings.cache_clear()
    migrate()
    try:
        yield server.start()
    finally:
        server.stop()
        db.engine().dispose()
        settings.cache_clear()


def member(where: Scene, role: Role, agency: t.Agency) -> t.Person:
    """Somebody of an agency, or of the team, stored."""
    with work() as session:
        return where.person(session, role, agency)
