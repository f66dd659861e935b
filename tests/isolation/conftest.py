"""The scene, served: stored in a furnished house, with the canary's words in it."""

from pathlib import Path

import pytest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.setup import furnish
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


def member(where: Scene, role: Role, agency: t.Agency) -> t.Person:
    """Somebody of an agency, or of the team, stored."""
    with work() as session:
        return where.person(session, role, agency)
