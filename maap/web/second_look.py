"""Files that deserve a second look: whoever asks shows anew who they are first."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState, is_fresh
from maap.outside.clock import now
from maap.storage.db import reading
from maap.views.people import who
from maap.web.cookies import token_in
from maap.web.paper import page

Maker = Callable[[Actor, Request], Response]


def _answer(make: Maker, request: Request) -> Response:
    at = now()
    with reading() as session:
        known = who(session, token_in(request.scope), at)
    if known.actor is None or known.state is SessionState.ENDED:
        return PlainTextResponse("Not found", 404)
    if known.state is not SessionState.OPEN or not is_fresh(known.confirmed_at, at):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/confirm?next={quote(here, safe='')}", 303)
    try:
        return make(known.actor, request)
    except Problem as problem:
        return page("no_file.html", 404, problem=str(problem))


def after_a_second_look(make: Maker) -> Callable[[Request], Awaitable[Response]]:
    """A route's answer, for somebody who showed lately who they are. Others are asked first and come back."""

    async def answer(request: Request) -> Response:
        response = await anyio.to_thread.run_sync(_answer, make, request)
        response.headers["cache-control"] = "no-store"
        return response

    return answer
