"""Changing one's own password: whoever has the old one, and the code where one is asked for, chooses another."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from maap.domain.problems import Problem
from maap.domain.sessions import SessionState
from maap.outside import passwords
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases import second_factor, signin
from maap.usecases.signin import Manner
from maap.views.people import who
from maap.web import cookies
from maap.web.confirming import show_anew
from maap.web.paper import page
from maap.web.visits import browser_of, place_of, refuse_foreign, text, welcome


def _form(token: str, problem: str = "") -> Response:
    with reading() as session:
        known = who(session, token, now())
        if known.actor is None or known.state is not SessionState.OPEN:
            return RedirectResponse("/sign-in", 303)
        asks_code = second_factor.is_asked_for(session, known.actor.person_id)
    return page(
        "own_password.html",
        400 if problem else 200,
        problem=problem,
        email=known.email,
        has_password=known.has_password,
        asks_code=asks_code,
        shortest=passwords.SHORTEST,
    )


def _change(token: str, old: str, code: str, new: str, again: str, place: str, browser: str) -> str:
    """Returns the token of a new session; every other one is over. Raises Problem."""
    if new != again:
        raise Problem("The two new passwords are not the same. Type the same one twice.")
    actor = show_anew(token, old, code, place)
    with work() as session:
        person = signin.change_own_password(session, actor, new)
        return signin.sign_in(session, person, actor.now, Manner(browser=browser))


async def own_password(request: Request) -> Response:
    """GET: the form. POST: the old password and the new one."""
    token = cookies.token_in(request.scope)
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_form, token)
    form = await request.form()
    old, code, new, again = (text(form, name)[:1000] for name in ("password", "code", "new", "again"))
    who_asks = (place_of(request), browser_of(request))
    try:
        refuse_foreign(request)
        new_token = await anyio.to_thread.run_sync(_change, token, old, code, new, again, *who_asks)
    except Problem as problem:
        return await anyio.to_thread.run_sync(_form, token, str(problem))
    return welcome(new_token, "/account?changed=password")


ROUTES = [Route("/own-password", own_password, methods=["GET", "POST"])]
