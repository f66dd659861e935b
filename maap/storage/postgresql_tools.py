"""pg_dump and pg_restore: PostgreSQL's own programs, wherever this machine keeps them."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from maap.domain.problems import Problem
from maap.settings import settings


def _program(name: str) -> str:
    chosen = settings().postgresql_programs
    if chosen:
        return str(chosen / name)
    found = shutil.which(name)
    if not found:
        raise Problem(
            f"{name} is not on this machine. Install PostgreSQL's client programs, "
            "or say where they are with MAAP_POSTGRESQL_PROGRAMS."
        )
    return found


def _run(name: str, url: URL, *arguments: str) -> None:
    """Run a program against a database. The password goes by the environment, where no list of processes shows it."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {"PATH": os.defpath} | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(  # noqa: S603  (our own arguments)
        [_program(name), f"--dbname={address}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"{name} did not do its work. It said: {done.stderr.strip()[-500:]}")


def dump(url: URL, snapshot: str, target: Path) -> None:
    """The database as it was when the snapshot was taken."""
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")


def load(url: URL, source: Path) -> None:
    """Fill an empty database from a dump, whole or not at all."""
    _run("pg_restore", url, "--no-owner", "--single-transaction", "--exit-on-error", str(source))
