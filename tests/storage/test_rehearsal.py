"""A restore is rehearsed on each engine: everything is gone, and the written steps alone bring it back.

The steps are read from the administrator's guide, where it says “Restore”, and each is run as it stands there.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import func, select

from maap.settings import settings
from maap.storage import db, keys, trail
from maap.storage import tables as t
from maap.storage.archive import tables
from maap.storage.db import reading, work
from tests import factories as make
from tests.e2e.conftest import answers, free_port
from tests.house.source import ROOT
from tests.storage.conftest import Server
from tests.storage.test_backups import _the_servers_own_programs  # noqa: F401  (its pg_dump is for this server)

GUIDE = (ROOT / "docs" / "administrator.md").read_text()
LONGEST = 15 * 60
"""Seconds that a restore may take."""


def steps() -> list[str]:
    """The commands of the house that the guide gives for a restore, in their order."""
    told = GUIDE[GUIDE.index("**Restore** on a new machine") : GUIDE.index("\n## The key")]
    lines = re.findall(r"^    (.+)$", told, re.MULTILINE)
    return [part.strip() for line in lines for part in line.split("&&")]


@dataclass
class Machine:
    """A folder that stands for a machine, and the address of its database, if that is elsewhere."""

    place: Path
    address: str = ""
    encrypted: bool = True

    @property
    def environment(self) -> dict[str, str]:
        """What `/etc/maap/environment` says there."""
        return os.environ | {
            "MAAP_FOLDER": str(self.place / "var"),
            "MAAP_KEY_FILE": str(self.place / "etc" / "key"),
            "MAAP_BACKUP_FOLDER": str(self.place / "backups"),
            "MAAP_WITNESS_FOLDER": str(self.place / "witness"),
            "MAAP_DATABASE_URL": self.address,
            "MAAP_ENCRYPTED": str(self.encrypted),
        }

    def run(self, command: str, backup: Path | None = None, patience: float = 120) -> str:
        """A step as it is written. Where it says systemctl, the house is served and asked whether it is ready."""
        if command.startswith("systemctl start"):
            return self._served()
        words = shlex.split(command)
        assert words[:3] == ["python", "-m", "maap"], command
        words = [str(backup) if word.startswith("/path/to/") else word for word in words[1:]]
        ran = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=patience,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def _served(self) -> str:
        port = free_port()
        environment = self.environment | {"MAAP_PORT": str(port), "MAAP_SCHEDULER": "false"}
        serving = subprocess.Popen([sys.executable, "-m", "maap", "serve"], cwd=ROOT, env=environment)
        try:
            deadline = time.monotonic() + 60
            while not answers(f"http://localhost:{port}/health"):
                assert time.monotonic() < deadline and serving.poll() is None
                time.sleep(0.2)
            with urllib.request.urlopen(f"http://localhost:{port}/ready", timeout=10) as reply:
                return str(reply.read().decode())
        finally:
            serving.terminate()
            serving.wait(20)


def _counts() -> dict[str, int]:
    with reading() as session:
        counted = {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables()
        }
        return counted | {"lines": trail.head(session)[0]}


@pytest.fixture(params=["sqlite plain", "sqlite encrypted", "postgresql"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """The machine that is lost, and the new one."""
    server: Server | None = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    names = ["t" + uuid.uuid4().hex[:10] for _ in range(2)]
    for name in names if server else ():
        server.tell(f"create database {name} template template0")  # type: ignore[union-attr]
    both = [
        Machine(tmp_path / folder, server.address(name) if server else "", "plain" not in request.param)
        for folder, name in zip(("lost", "new"), names, strict=True)
    ]
    yield both[0], both[1]
    db.engine().dispose()
    settings.cache_clear()
    for name in names if server else ():
        server.tell(f"drop database if exists {name} with (force)")  # type: ignore[union-attr]


def _at(machine: Machine, patch: pytest.MonkeyPatch) -> None:
    db.engine().dispose()
    for name, value in machine.environment.items():
        patch.setenv(name, value)
    settings.cache_clear()


def test_the_written_steps_bring_everything_back(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lost, new = machines
    lost.run("python -m maap migrate")
    subprocess.run([sys.executable, "-m", "tests.e2e.fieldwork_scene"], cwd=ROOT, env=lost.environment, check=True)
    lost.run("python -m maap backup")  # leaves a line in the trail, which the next one holds
    _at(lost, monkeypatch)
    before, sheet = _counts(), keys.recovery_sheet()
    db.engine().dispose()
    lost.run("python -m maap backup")
    fetched = max((lost.place / "backups").glob("*.maap-backup"))
    kept = tmp_path / "fetched" / fetched.name
    kept.parent.mkdir()
    shutil.move(fetched, kept)
    shutil.rmtree(lost.place)

    began = time.monotonic()
    key = new.place / "etc" / "key"
    key.parent.mkdir(parents=True)
    key.write_text(sheet)
    key.chmod(0o600)
    said = [new.run(step, kept) for step in steps()]
    took = time.monotonic() - began

    assert len(said) == 3 and "holds" in said[1] and said[2].strip() == "ready"
    assert took < LONGEST
    _at(new, monkeypatch)
    assert _counts() == before and before["person"] == 5 and before["lines"] == 1
    with work() as session:
        trail.record_by_the_house(session, make.NOW, "went on")
        assert session.exec(select(t.Audit.reference)).one() == "MAAP26-1"


def test_without_the_sheets_key_nothing_comes_back(tmp_path: Path) -> None:
    """The control."""
    lost, new = Machine(tmp_path / "lost"), Machine(tmp_path / "new")
    lost.run("python -m maap migrate")
    lost.run("python -m maap backup")
    (fetched,) = (lost.place / "backups").glob("*.maap-backup")
    new.run("python -m maap key make")
    with pytest.raises(AssertionError, match="made with another key"):
        new.run(steps()[0], fetched)
