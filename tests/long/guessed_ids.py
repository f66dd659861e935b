"""`python -m tests.long.guessed_ids [--ids 5000] [--control]`: numbers that are not one's own, wherever a number may stand.

An agency's lead, signed in to a served house, tries numbers around their own and far from them: in the addresses of
pages, as buttons of lists that no page of theirs has drawn, and at every address of a file. Nothing may come that the
other agency wrote, nothing may change, no file may open but their own, and each answer carries the security headers.
``--control``: somebody of the other agency, who must be given it.
"""

import argparse
import asyncio
import http.client
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, cycle, islice
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import col, func, select

from maap.domain.allowances import FILES
from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import ROOT, settings
from maap.storage import tables as t
from maap.storage.allowances import MARK
from maap.storage.db import reading, work
from maap.storage.schema import migrate
from maap.ui.rooms import ROOMS
from maap.usecases.setup import furnish
from maap.usecases.signin import sign_in
from tests.e2e.conftest import Server
from tests.isolation.addresses import NAMES, routes
from tests.isolation.line import Line, opened
from tests.isolation.planted import planted
from tests.isolation.scene import CANARY, Scene
from tests.usecases.furnished import shipped

PAGES = ("return", "read", "check", "issue", "action", "finding", "meeting", "record", "audit", "charts")
"""Rooms that say by a number in their address whose thing they show."""
SECURITY = ("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "cache-control")
AROUND, AT_ONCE, ODD = 1_000, 50, ("-1", "0", "1e3", "1.0", "٣", "999999999999", "1 or 1=1", "../1", "%31")


@dataclass
class Found:
    """What came of it. ``leaks``: where the other agency's words came; ``opened``: files that were given."""

    asked: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    headless: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def numbers(own: int, many: int, seed: int = 20260303) -> Iterator[str]:
    """Every number within a thousand of one's own, then numbers from far away, then what is no number."""
    chance = random.Random(seed)
    near = [str(own + away) for away in range(-AROUND, AROUND + 1) if own + away > 0]
    far = [str(chance.randrange(1, 2**31)) for _ in range(max(0, many - len(near) - len(ODD)))]
    yield from (*near, *ODD, *far)[:many]


def prefixes() -> list[str]:
    """What the keys of buttons in lists begin with, read from the sources."""
    text = "".join(file.read_text() for folder in ("pages", "maap/ui") for file in (ROOT / folder).rglob("*.py"))
    return sorted(set(re.findall(r'pressed_one\(f?"([a-z_/-]+)', text)))


async def _pages(line: Line, many: int, own: int, found: Found) -> None:
    for number, page in zip(numbers(own, many), cycle(PAGES), strict=False):
        query = "&".join(f"{name}={number}" for name in ("return", "issue", "action", "finding", "meeting", "case"))
        _look(found, f"{page}?{query}", await line.ask(page, f"audit=1&{query}"))
        found.asked["in the address of a page"] += 1


async def _buttons(line: Line, many: int, own: int, found: Found) -> None:
    keys = (f"{prefix}/{number}" for number, prefix in zip(numbers(own, many), cycle(prefixes()), strict=False))
    for room in cycle(ROOMS):
        if not (some := list(islice(keys, AT_ONCE))):
            return
        where, query = f"buttons of {room.url}", f"audit=1&return={own}"
        _look(found, where, await line.ask(room.url, query, [f"$$ID-{'0' * 32}-{key}" for key in some]))
        # No browser names a button so, and Streamlit may end the run of whoever does: what they are shown is all that counts.
        _look(found, where, await line.ask(room.url, query, some), may_break=True)
        found.asked["as a button that no page drew"] += len(some)


def _look(found: Found, where: str, frames: bytes, may_break: bool = False) -> None:
    if CANARY.encode() in frames:
        found.leaks.append(where)
    if b"went wrong on our side" in frames and not may_break:
        found.broken.append(where)


def _files(server: Server, token: str, many: int, own: int, found: Found) -> None:
    given = [one.path for one in routes() if one.path.startswith("/files/") and re.search(r"{\w+:int}", one.path)]
    line = http.client.HTTPConnection("localhost", server.port, timeout=60)
    guesses = zip(numbers(own, many), cycle(given), strict=False)
    for number, pattern in chain(((str(own), pattern) for pattern in given), guesses):
        path = re.sub(r"{\w+:int}", number.replace(" ", "+"), pattern)
        path = re.sub(r"{(\w+)}", lambda name: NAMES[name[1]][0], path)
        if found.asked["at the address of a file"] % (FILES.at_once // 2) == 0:
            _may_go_on()
        line.request("GET", path.encode("ascii", "ignore").decode(), headers={"Cookie": f"{settings().cookie}={token}"})
        reply = line.getresponse()
        body, told = reply.read(), {name.lower() for name, _ in reply.getheaders()}
        found.asked["at the address of a file"] += 1
        if reply.status == 200:
            found.opened[f"{pattern} {number}"] += 1
        elif reply.status not in (404, 429) and not (reply.status == 400 and ".." in path):
            # Not there, or too many asked for at once; and Streamlit itself refuses a way out of a folder.
            found.broken.append(f"{path}: {reply.status}")
        if CANARY.encode() in body:
            found.leaks.append(path)
        if set(SECURITY) - told:
            found.headless.append(path)
    line.close()


def _may_go_on() -> None:
    """Whoever asks for so many files is told to wait: that is tried elsewhere, and here they begin anew."""
    with work() as session:
        session.execute(delete(t.Attempt).where(col(t.Attempt.subject).startswith(MARK)))


def deeds() -> Counter[str]:
    """What has been done so far, by everybody."""
    with reading() as session:
        return Counter(dict(session.execute(select(t.TrailEntry.deed, func.count()).group_by(t.TrailEntry.deed)).all()))


def tried(server: Server, where: Scene, agency: t.Agency, many: int) -> Found:
    """Everything that a lead of this agency can try."""
    with work() as session:
        token = sign_in(session, where.person(session, Role.AGENCY_LEAD, agency), now())
    found, own = Found(), where.own_return if agency is where.health else where.ids["return_id"]

    async def visit() -> None:
        async with opened(server.port, token) as line:
            await _pages(line, many, own, found)
            await _buttons(line, many, own, found)

    asyncio.run(visit())
    _files(server, token, many, own, found)
    return found


def served(folder: Path) -> tuple[Server, Scene]:
    """The scene, in a house that is served."""
    server = Server(folder, encrypted="false", log_json="true")
    os.environ |= {name: server.environment[name] for name in ("MAAP_FOLDER", "MAAP_KEY_FILE", "MAAP_ENCRYPTED")}
    settings.cache_clear()
    migrate()
    with work() as session:
        furnish(session, "Example Partnership", "EP", shipped())
        where = planted(session, "fieldwork")
    return server.start(patience=240), where


ALLOWED = re.compile(
    "^(signed in|was refused|read|downloaded|took a return out as a workbook|"
    "took a backup|escalated an immediate concern|reminded agencies of|wrote letters about dashboards)"
)
"""Lines of the trail that a look leaves, and what the house does by itself meanwhile."""


def main() -> int:
    """Exit code 0 when nothing came of it; with --control when the other agency's own lead is given what is theirs."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--ids", type=int, default=5_000, help="So many in each of the three places.")
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="maap-ids-", dir="/tmp") as folder:
        server, where = served(Path(folder))
        try:
            before = deeds()
            found = tried(server, where, where.police if chosen.control else where.health, chosen.ids)
            done = deeds() - before
            log = server.log.read_text()
        finally:
            server.stop()
    sys.stdout.write(f"{dict(found.asked)}: {len(found.leaks)} gave the other agency's words, {len(found.broken)} ")
    sys.stdout.write(f"broke, {len(found.headless)} answers without a header; files given: {dict(found.opened)}.\n")
    sys.stdout.write(f"New in the trail: {dict(done)}. Lines of the log: {log.count(chr(10))}.\n")
    for one in (found.leaks + found.broken + found.headless)[:20]:
        sys.stdout.write(f"  {one}\n")
    if chosen.control:
        return int(not found.leaks)
    strange = [deed for deed in done if not ALLOWED.match(deed)]
    well = not (found.leaks or found.broken or found.headless or strange or CANARY in log)
    return int(not well or any(not key.endswith(f" {where.own_return}") for key in found.opened if "returns" in key))


if __name__ == "__main__":
    sys.exit(main())
