"""A screen on a wall: the figures of one audit, behind a display link, for a browser that nobody touches."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.allowances import TooOften
from maap.outside.clock import now
from maap.reports.wall import as_at, slides
from maap.storage.db import reading, work
from maap.usecases.displays import ask_for_drawing, was_seen
from maap.views.displays import Screen, screen, wall
from maap.web.hurry import told_to_wait
from maap.web.paper import asset, page

_LOOKS = {"": "night", "on": "night", "off": "day"}
"""What ``?night`` and ``?night=off`` choose; without it the screen follows its own machine."""


def _screen(token: str) -> Screen | None:
    """Who looks; and, once a minute, that they do."""
    with reading() as session:
        found = screen(session, token, now())
    if found is not None and not found.noticed:
        with work() as session:
            was_seen(session, token, found.actor.now)
    return found


def _drawn(template: str, token: str, found: Screen, look: str = "auto") -> Response:
    try:
        with work() as session:
            ask_for_drawing(session, token, found.actor.now)
    except TooOften as hurry:
        return told_to_wait(hurry)
    with reading() as session:
        told = wall(session, found.actor, found.audit_id)
    answer = page(template, wall=told, slides=slides(told), as_at=as_at(told), token=token, look=look)
    answer.headers["x-robots-tag"] = "noindex, nofollow"
    return answer


def _shown(token: str, look: str) -> Response:
    found = _screen(token)
    return _drawn("wall.html", token, found, look) if found else page("wall_gone.html", 410)


def _news(token: str, seen: int) -> Response:
    found = _screen(token)
    if found is None:
        return page("wall_gone.html", 410)
    if found.pulse == seen:
        return Response(status_code=204)
    return _drawn("wall_slides.html", token, found)


async def shown(request: Request) -> Response:
    """The page; the same answer for a link that was ended, has run out, or never was."""
    look = _LOOKS.get(request.query_params["night"], "auto") if "night" in request.query_params else "auto"
    return await anyio.to_thread.run_sync(_shown, request.path_params["token"], look)


async def news(request: Request) -> Response:
    """What the page shows anew; nothing while the audit is as the page has ``seen`` it."""
    asked = request.path_params
    return await anyio.to_thread.run_sync(_news, asked["token"], asked["seen"])


async def script(_request: Request) -> Response:
    """The screen's own script file."""
    return Response(asset("wall.js"), media_type="text/javascript", headers={"cache-control": "max-age=300"})


async def sheet(_request: Request) -> Response:
    """The screen's style sheet."""
    return Response(asset("wall.css"), media_type="text/css", headers={"cache-control": "max-age=300"})


ROUTES = [
    Route("/wall/{token}", shown, methods=["GET"]),
    Route("/wall/{token}/news/{seen:int}", news, methods=["GET"]),
    Route("/house/wall.js", script, methods=["GET"]),
    Route("/house/wall.css", sheet, methods=["GET"]),
]
"""Outside the gate: the token is checked here."""
