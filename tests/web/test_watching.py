"""A watchman learns whether the house is ready and how it fares, and nothing about anybody."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from maap.domain.people import Role
from maap.outside.clock import now
from maap.storage import backups, db
from maap.storage.db import work
from maap.web import watching
from tests import factories as make
from tests.web.visitor import Visitor

CANARY = "Canary"


@pytest.fixture
def watchman(database: Path) -> Visitor:
    with work() as session:
        police = make.agency(session, "police", name=CANARY)
        make.person(session, Role.AUDITOR, agency=police, name=CANARY)
    return Visitor(lambda: Starlette(routes=watching.ROUTES), address="127.0.0.1")


def test_a_house_with_this_versions_schema_is_ready(watchman: Visitor) -> None:
    assert (watchman.get("/ready").status, watchman.get("/ready").text) == (200, "ready")


def test_a_house_with_another_schema_is_not_ready(watchman: Visitor) -> None:
    with db.engine().begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    assert watchman.get("/ready").status == 503


def test_the_figures_are_openmetrics_and_name_nobody(watchman: Visitor) -> None:
    reply = watchman.get("/metrics")
    assert reply.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    lines = reply.text.splitlines()
    assert lines[-1] == "# EOF" and CANARY not in reply.text
    samples = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"maap_[a-z_]+ -?[0-9.e+]+", line) for line in samples)
    assert "maap_newest_backup_age_seconds -1" in samples
    for name in (line.split()[0] for line in samples):
        assert f"# TYPE {name} gauge" in lines and any(line.startswith(f"# HELP {name} ") for line in lines)


def test_a_backup_that_is_missing_or_old_shows(watchman: Visitor) -> None:
    backups.take(now())
    assert re.search(r"maap_newest_backup_age_seconds \d\b", watchman.get("/metrics").text)


def test_the_figures_are_for_this_machine_alone(watchman: Visitor) -> None:
    elsewhere = Visitor(lambda: Starlette(routes=watching.ROUTES), address="192.0.2.1")
    assert elsewhere.get("/metrics").status == 404
    assert watchman.get("/metrics", x_forwarded_for="192.0.2.1").status == 404
    assert elsewhere.get("/ready").status == 200
