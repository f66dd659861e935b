"""Sign-in at an organisation's own identity provider: there, and back again.

The answer comes from another site, so the session's own cookie, which is never sent from another site, is not there
yet: what was asked lies sealed in a cookie of its own, and a page of ours leads on into the house.
"""

from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from maap.domain.identity import NoEntry
from maap.domain.problems import Problem
from maap.domain.sessions import digest
from maap.outside import identity
from maap.outside.clock import now
from maap.outside.identity import Asking, Provider
from maap.settings import settings
from maap.storage.db import reading, work
from maap.storage.sealing import seal, unseal
from maap.usecases import second_factor, signin
from maap.usecases.identity import come_in, refused
from maap.usecases.signin import Manner
from maap.views.identity import provider_behind
from maap.web import cookies, second_step
from maap.web.paper import page
from maap.web.visits import base, browser_of, inside

_PURPOSE = "asking a provider"
_COOKIE = "maap-asking"
_LASTS = 600
"""Seconds that somebody may take at their organisation's sign-in."""


def _back(request: Request) -> str:
    return f"{base(request)}/sign-in/back"


def _turned_away(problem: Problem, status: int = 400) -> Response:
    return page("refused.html", status, title="You are not signed in yet", problem=str(problem), onward="/sign-in")


def _leave_for(key: str, back: str, to: str, session_digest: str) -> Response:
    with reading() as session:
        found = provider_behind(session, key)
    if found is None:
        return _turned_away(NoEntry("This way to sign in is not offered any more. Choose another."), 404)
    request = identity.asking(again=bool(session_digest))
    try:
        response = RedirectResponse(identity.way_in(found[1], request, back), 303)
    except Problem as problem:
        return _turned_away(problem, 503)
    kept = {
        "key": key,
        "to": to,
        "session": session_digest,
        "state": request.state,
        "nonce": request.nonce,
        "verifier": request.verifier,
    }
    response.set_cookie(
        _COOKIE,
        seal(_PURPOSE, kept),
        max_age=_LASTS,
        secure=settings().https,
        httponly=True,
        samesite="lax",
        path="/sign-in/back",
    )
    return response


async def leave(request: Request) -> Response:
    """Off to the provider. ``again``: somebody who is signed in shows anew who they are."""
    token = cookies.token_in(request.scope)
    again = digest(token) if token and request.query_params.get("again") else ""
    asked = (request.path_params["key"], _back(request), inside(request.query_params.get("next", "/")), again)
    return await anyio.to_thread.run_sync(_leave_for, *asked)


async def back(request: Request) -> Response:
    """The provider's answer."""
    kept = unseal(_PURPOSE, request.cookies.get(_COOKIE, ""), _LASTS)
    given = request.query_params
    if kept is None or given.get("state", "") != kept["state"] or "code" not in given:
        refusal = NoEntry("The sign-in at your organisation was not finished here. Start again from the sign-in page.")
        response = await anyio.to_thread.run_sync(_turned_away, refusal)
    else:
        answer = (kept, given["code"], _back(request), browser_of(request))
        response = await anyio.to_thread.run_sync(_answered, *answer)
    response.delete_cookie(_COOKIE, path="/sign-in/back")
    return response


def _answered(kept: dict[str, Any], code: str, back: str, browser: str) -> Response:
    at = now()
    with reading() as session:
        found = provider_behind(session, kept["key"])
    if found is None:
        return _turned_away(NoEntry("This way to sign in is not offered any more. Choose another."), 404)
    provider_id, provider = found
    try:
        token, half = _welcomed(provider_id, provider, kept, (code, back, browser))
    except Problem as problem:
        with work() as session:
            refused(session, provider_id, at)
        return _turned_away(problem, 403)
    if half:
        return second_step.keep(page("half_way.html", to=second_step.ADDRESS), half, kept["to"])
    response: Response = page("welcome.html", to=kept["to"])
    if token:
        cookies.give(response, token)
    return response


def _welcomed(
    provider_id: int, provider: Provider, kept: dict[str, Any], given: tuple[str, str, str]
) -> tuple[str, str]:
    """The new session's token, or what the second step needs; neither for somebody in the house who showed it anew."""
    code, back, browser = given
    request = Asking(kept["state"], kept["nonce"], kept["verifier"], bool(kept["session"]))
    who = identity.who_came(provider, request, code, back)
    at = now()
    with work() as session:
        person = come_in(session, provider_id, who, at)
        if kept["session"]:
            signin.confirm(session, kept["session"], person.id or 0, at)
            return "", ""
        how = Manner("provider", provider_id, browser)
        if second_factor.is_asked_for(session, person.id or 0, provider_id):
            return "", second_step.begun(person.id or 0, how)
        return signin.sign_in(session, person, at, how), ""


ROUTES = [
    Route("/sign-in/with/{key}", leave, methods=["GET"]),
    Route("/sign-in/back", back, methods=["GET"]),
]
