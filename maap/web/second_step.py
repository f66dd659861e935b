"""The second step of a sign-in: a code of the authenticator, or one from paper."""

from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import reading, work
from maap.storage.sealing import seal, unseal
from maap.storage.tables import Person
from maap.usecases import second_factor, signin
from maap.usecases.second_factor import WrongCode
from maap.usecases.signin import Manner
from maap.web.paper import page
from maap.web.visits import browser_of, place_of, refuse_foreign, text, welcome

ADDRESS = "/sign-in/code"
_PURPOSE = "second step"
_COOKIE = "maap-step"
_LASTS = 600
"""Seconds in which the code has to follow what came before it."""


def begun(person_id: int, how: Manner) -> str:
    """What a browser keeps before the code, of how somebody came: sealed, and worth nothing without the code."""
    return seal(_PURPOSE, {"person": person_id, "way": how.way, "provider": how.provider_id})


def asked(half: str, to: str) -> Response:
    """On to the page that asks for the code."""
    return keep(RedirectResponse(ADDRESS, 303), half, to)


def keep(response: Response, half: str, to: str) -> Response:
    """The same answer, with what has to be kept until the code is there."""
    for name, value in ((_COOKIE, half), (f"{_COOKIE}-to", seal(_PURPOSE, {"to": to}))):
        response.set_cookie(
            name,
            value,
            max_age=_LASTS,
            secure=settings().https,
            httponly=True,
            samesite="strict",
            path="/sign-in",
        )
    return response


def _kept(request: Request, name: str) -> dict[str, Any]:
    return unseal(_PURPOSE, request.cookies.get(name, ""), _LASTS) or {}


def _check(person_id: int, code: str, place: str, how: Manner) -> str:
    """The new session's token. Codes are guessed no faster than passwords. Raises Problem."""
    at = now()
    with reading() as session:
        email = session.get_one(Person, person_id).email
    with work() as session:
        tries = signin.begin_try(session, email, place, at)
    token = ""
    with work() as session:
        person = signin.person_for(session, email)
        if person is not None and second_factor.check_code(session, person_id, code, at):
            signin.forgive(session, tries)
            token = signin.sign_in(session, person, at, how)
        else:
            signin.note_failure(session, at, tries)
    if not token:
        raise WrongCode
    return token


async def code(request: Request) -> Response:
    """GET: the form. POST: a code."""
    half = _kept(request, _COOKIE)
    if "way" not in half:
        return RedirectResponse("/sign-in", 303)
    if request.method != "POST":
        return await anyio.to_thread.run_sync(lambda: page("code.html", problem=""))
    form = await request.form()
    try:
        refuse_foreign(request)
        how = Manner(half["way"], half["provider"], browser_of(request))
        typed = (half["person"], text(form, "code")[:40], place_of(request), how)
        token = await anyio.to_thread.run_sync(_check, *typed)
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(lambda: page("code.html", 400, problem=said))
    response = welcome(token, str(_kept(request, f"{_COOKIE}-to").get("to", "/")))
    for name in (_COOKIE, f"{_COOKIE}-to"):
        response.delete_cookie(name, path="/sign-in")
    return response


ROUTES = [Route(ADDRESS, code, methods=["GET", "POST"])]
