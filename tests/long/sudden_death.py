"""`python -m tests.long.sudden_death [--kills 10000]`: kill -9 at any moment, on an encrypted SQLite file.

A process answers a return for ever and is killed at a random moment; then everything it said was saved must be there,
answer, history and trail as one. Each hundred kills have a house of their own, so that all of it can be read after each.
The controls (``--control``) say «saved» too early, or save in two transactions: each must be caught.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from maap.settings import settings
from maap.storage import db
from maap.storage.schema import migrate
from tests.long.killed import CONTROLS, Deed, Desk, furnish, honest, stands, start, wait

KILLS_A_HOUSE = 100
LONGEST_LIFE = 0.1
"""Seconds from the start of a writer to its end."""


@dataclass
class Found:
    """What the kills came to."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0
    hot: int = 0
    """Kills that left a log to be recovered."""

    def is_well(self) -> bool:
        """Nothing lost, half or damaged."""
        return self.lost + self.half + self.damaged == 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} answers acknowledged, {self.hot} kills left a log to recover: "
            f"{self.lost} lost an acknowledged answer, {self.half} left half of one, {self.damaged} houses damaged."
        )


def _settle(folder: Path, key: Path) -> None:
    os.environ |= {"MAAP_FOLDER": str(folder), "MAAP_KEY_FILE": str(key), "MAAP_ENCRYPTED": "true"}
    os.environ.pop("MAAP_DATABASE_URL", None)
    settings.cache_clear()


def _template(place: Path) -> Path:
    _settle(place / "template", place / "elsewhere" / "key")
    (place / "template").mkdir()
    migrate()
    db.engine().dispose()
    return place / "template"


def _one_house(desk: Desk, kills: int, deed: Deed, chance: random.Random, found: Found) -> None:
    revision, log = 1, settings().folder / "maap.db-wal"
    for _ in range(kills):
        writer = start(desk, revision, deed)
        wait(chance, LONGEST_LIFE)
        said = writer.end()
        found.hot += log.exists() and log.stat().st_size > 0
        standing = stands(desk)
        found.kills += 1
        found.acknowledged += max(0, said - revision)
        found.lost += standing.revision < said
        found.half += not standing.is_whole() or standing.revision > max(said, revision) + 1
        revision = standing.revision
        if not found.is_well():
            return  # what follows would only repeat it
    with db.engine().connect() as connection:
        found.damaged += connection.execute(text("pragma integrity_check")).scalar() != "ok"


def killed(kills: int, deed: Deed, seed: int = 20260303, told_every: int = 0) -> Found:
    """Kill so often; a house whose answers were lost is given up and the next begins."""
    chance, found, total = random.Random(seed), Found(), Found()
    with tempfile.TemporaryDirectory(prefix="maap-kills-", dir="/tmp") as name:
        template = _template(Path(name))
        while total.kills < kills:
            folder = Path(name) / "house"
            shutil.copytree(template, folder)
            _settle(folder, Path(name) / "elsewhere" / "key")
            found = Found()
            _one_house(furnish(), min(KILLS_A_HOUSE, kills - total.kills), deed, chance, found)
            db.engine().dispose()
            shutil.rmtree(folder)
            for field in vars(total):
                setattr(total, field, getattr(total, field) + getattr(found, field))
            if told_every and total.kills % told_every == 0:
                sys.stdout.write(f"{time.strftime('%H:%M:%S')} {total}\n")
                sys.stdout.flush()
    return total


def main() -> int:
    """Exit code 0 when nothing acknowledged was lost; with --control when each control was caught."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--kills", type=int, default=10_000)
    told.add_argument("--control", action="store_true")
    told.add_argument("--seed", type=int, default=20260303)
    chosen = told.parse_args()
    is_right = True
    for deed in CONTROLS if chosen.control else (honest,):
        found = killed(chosen.kills, deed, chosen.seed, 500)
        sys.stdout.write(f"{deed.__name__.replace('_', ' ')}: {found}\n")
        is_right = is_right and found.is_well() != chosen.control
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
