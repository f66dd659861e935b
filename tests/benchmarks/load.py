"""Fifty open dashboards and twenty people answering, against real servers: python -m tests.benchmarks.load

How long a saved answer takes, how soon it is on the dashboards, whether a session is dropped, and the memory of one.
``--processes 2`` serves from two processes over one database, each page kept to one, as behind a proxy.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from maap.domain.people import Role
from maap.outside.clock import now
from maap.outside.configuration import load
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from maap.usecases.signin import sign_in
from tests import factories as make
from tests.benchmarks.visitor import Visitor
from tests.e2e.conftest import Server

SECTION = "welfare_of_child"
AT_ONCE = 5


@dataclass(frozen=True)
class Place:
    """A page to open, and the session to open it with."""

    page: str
    query: str
    token: str


def _made(dashboards: int, people: int, audits: int) -> tuple[list[Place], list[Place]]:
    shipped = load(settings().config)
    form = next(form for form in shipped.questionnaires if form.key == "maap_core_children")
    section = next(one.id for one in form.sections if SECTION in one.id)
    watching, answering = [], []
    with work() as session:
        furnish(session, "Example Partnership", "EP", shipped)
        agencies = [make.agency(session, f"agency_{n}") for n in range(people)]
        rows = [make.audit(session, *agencies) for _ in range(audits)]
        for audit in rows:
            freeze(audit, form)
        for n in range(dashboards):
            person = make.person(session, Role.COORDINATOR)
            watching.append(Place("charts", f"audit={rows[n % audits].id}", sign_in(session, person, now())))
        for n, agency in enumerate(agencies):
            answering.append(_return(session, rows[n % audits], agency, section))
    return watching, answering


def _return(session: Session, audit: t.Audit, agency: t.Agency, section: str) -> Place:
    row = make.a_return(session, make.case(session, audit), agency)
    person = make.person(session, Role.AUDITOR, agency=agency)
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=agency.id, person_id=person.id))
    return Place("return", f"return={row.id}&section={section}", sign_in(session, person, now()))


async def _answer(tab: Visitor, pause: float, until: float) -> list[tuple[float, float]]:
    """Change an answer now and then. Returns when each was saved, and seconds until it was drawn as saved."""
    await tab.ready()
    key, found, turn = next(iter(tab.radios)), [], 0
    await asyncio.sleep(random.random() * pause)
    while time.monotonic() < until - 5:
        turn += 1
        taken = await tab.choose(key, turn % 2)
        found.append((time.monotonic(), taken))
        await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
    return found


async def _opened(tabs: list[Visitor], until: float) -> list[asyncio.Task[None]]:
    tasks = []
    for start in range(0, len(tabs), AT_ONCE):
        few = tabs[start : start + AT_ONCE]
        tasks += [asyncio.create_task(tab.stay(until)) for tab in few]
        await asyncio.wait_for(asyncio.gather(*(tab.ready() for tab in few)), 120)
    return tasks


def _seen(saved: list[tuple[float, float]], dashboards: list[Visitor]) -> list[float]:
    """Seconds from each save until each dashboard of its audit has drawn what began after it.

    0 where a dashboard was ready before whoever saved: had it looked too early, another drawing would have followed.
    """
    found = []
    for at, taken in saved:
        for tab in dashboards:
            since = [ended for began, ended in tab.drawn if began >= at - taken]
            if since:
                found.append(min((ended - at for ended in since if ended >= at), default=0.0))
    return found


def _p95(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return "too few"
    return f"median {statistics.median(seconds) * 1000:.0f} ms, p95 {statistics.quantiles(seconds, n=20)[-1] * 1000:.0f} ms"


def _memory(servers: list[Server]) -> float:
    """Megabytes of all servers."""
    pages = sum(int(Path(f"/proc/{one.process.pid}/statm").read_text().split()[1]) for one in servers if one.process)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _computing(servers: list[Server]) -> float:
    """Seconds of computing of all servers."""
    ticks = 0
    for one in servers:
        if one.process:
            spent = Path(f"/proc/{one.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(spent[11]) + int(spent[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _measured(
    servers: list[Server], watching: list[Place], answering: list[Place], asked: argparse.Namespace
) -> None:
    ports = [one.port for one in servers]
    tabs = [
        Visitor(ports[n % len(ports)], place.page, place.query, f"{settings().cookie}={place.token}")
        for n, place in enumerate([*answering, *watching])
    ]
    people, dashboards = tabs[: len(answering)], tabs[len(answering) :]
    before, never = _memory(servers), time.monotonic() + 3600
    await _opened(tabs, never)
    after, spent, began = _memory(servers), _computing(servers), time.monotonic()
    until = began + asked.seconds
    saved = await asyncio.gather(*(_answer(tab, asked.pause, until) for tab in people))
    await asyncio.sleep(max(0, until - time.monotonic()))
    lasted = time.monotonic() - began
    each = [taken for found in saved for _, taken in found]
    seen = [
        late for n, found in enumerate(saved) for late in _seen(found, dashboards[n % asked.audits :: asked.audits])
    ]
    wanted = sum(len(found) * len(dashboards[n % asked.audits :: asked.audits]) for n, found in enumerate(saved))
    print(
        f"{len(people)} people, {len(dashboards)} dashboards of {asked.audits} audits, {len(servers)} processes, {lasted:.0f} s"
    )
    print(f"a saved answer: {len(each)} of them, {_p95(each)}")
    print(f"until it is on a dashboard: {len(seen)} of {wanted} seen, {_p95(seen)}")
    print(
        f"dropped sessions: {sum(tab.dropped for tab in tabs)}; faults: {sorted({f for tab in tabs for f in tab.faults})}"
    )
    print(f"memory: {(after - before) / len(tabs):.1f} MB a session above {before:.0f} MB")
    print(f"computing: {(_computing(servers) - spent) / lasted:.0%} of one core")


def main() -> None:
    """Print the figures."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--dashboards", type=int, default=50)
    told.add_argument("--people", type=int, default=20)
    told.add_argument("--audits", type=int, default=5)
    told.add_argument("--pause", type=float, default=20, help="Seconds between two answers of one person.")
    told.add_argument("--seconds", type=float, default=60)
    told.add_argument("--processes", type=int, default=1)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        servers = [Server(Path(folder)) for _ in range(asked.processes)]
        os.environ |= {name: servers[0].environment[name] for name in ("MAAP_FOLDER", "MAAP_KEY_FILE")}
        settings.cache_clear()
        migrate()
        watching, answering = _made(asked.dashboards, asked.people, asked.audits)
        for one in servers:
            one.start()
        try:
            asyncio.run(_measured(servers, watching, answering, asked))
        finally:
            for one in servers:
                one.stop()


if __name__ == "__main__":
    main()
