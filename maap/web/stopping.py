"""The link at the foot of a letter: it stops these letters, without an account, once somebody confirms it."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases.stopping_letters import NothingToStop, check_stop, stop_by_link
from maap.web.paper import page
from maap.web.visits import refuse_foreign


def _ask(token: str) -> Response:
    try:
        with reading() as session:
            check_stop(session, token)
    except NothingToStop as nothing:
        return _nothing(str(nothing))
    return page("stop_letters.html")


def _stop(request: Request, token: str) -> Response:
    try:
        refuse_foreign(request)
    except Problem as problem:
        return page("refused.html", 403, title="Nothing was stopped", problem=str(problem))
    try:
        with work() as session:
            stop_by_link(session, token, now())
    except NothingToStop as nothing:
        return _nothing(str(nothing))
    return page("letters_stopped.html")


def _nothing(problem: str) -> Response:
    return page("refused.html", 410, title="Nothing to stop", problem=problem)


async def stop(request: Request) -> Response:
    """Opening the link stops nothing; the button does, and a mail program's own «unsubscribe», which sends the same."""
    token = request.path_params["token"]
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_ask, token)
    return await anyio.to_thread.run_sync(_stop, request, token)


ROUTES = [Route("/stop-letters/{token}", stop, methods=["GET", "POST"])]
