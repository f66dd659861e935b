"""What a watchman asks: whether the house lives, whether it is ready, and its figures. Nobody is named."""

import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.storage import backups
from maap.storage.db import reading
from maap.storage.schema import is_newest
from maap.views.figures_of_the_house import figures

_STARTED = time.monotonic()
_FROM_HERE = frozenset({"127.0.0.1", "::1"})
OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def _problem() -> str:
    """Why the house is not ready; empty when it is."""
    try:
        with reading() as session:
            return "" if is_newest(session) else "the database has another schema than this version"
    except Problem:
        return "the database does not answer"


async def ready(_request: Request) -> Response:
    """Whether people may be sent here: the database answers, and has this version's schema."""
    problem = await anyio.to_thread.run_sync(_problem)
    return PlainTextResponse(problem or "ready", 503 if problem else 200)


def _lines(at: datetime) -> Iterator[str]:
    with reading() as session:
        found = figures(session, at)
    for name, told, value in found:
        yield f"# HELP maap_{name} {told}"
        yield f"# TYPE maap_{name} gauge"
        yield f"maap_{name} {value:g}"
    made = backups.made()
    age = (at - made[0][0]).total_seconds() if made else -1
    yield from _gauge("newest_backup_age_seconds", "Age of the newest backup; -1 when there is none.", age)
    yield from _gauge("uptime_seconds", "How long this process has been running.", time.monotonic() - _STARTED)
    yield from _gauge("memory_bytes", "Memory that this process holds.", _memory())
    yield "# EOF"


def _gauge(name: str, told: str, value: float) -> Iterator[str]:
    yield f"# HELP maap_{name} {told}"
    yield f"# TYPE maap_{name} gauge"
    yield f"maap_{name} {value:.0f}"


def _memory() -> float:
    """On Linux; 0 elsewhere."""
    file = Path("/proc/self/statm")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if file.exists() else 0


def is_from_here(request: Request) -> bool:
    """Whether a watchman on this machine asks, not somebody through the proxy."""
    through = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
    return request.client is not None and request.client.host in _FROM_HERE and not through


async def metrics(request: Request) -> Response:
    """The figures, for this machine alone."""
    if not is_from_here(request):
        return PlainTextResponse("Not found", 404)
    try:
        lines = await anyio.to_thread.run_sync(lambda: "\n".join(_lines(now())) + "\n")
    except Problem:
        return PlainTextResponse("the database does not answer", 503)
    return Response(lines, media_type=OPEN_METRICS)


ROUTES = [Route("/ready", ready, methods=["GET"]), Route("/metrics", metrics, methods=["GET"])]
