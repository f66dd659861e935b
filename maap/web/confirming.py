"""Showing anew who one is, before something that deserves it: administration, and exports of whole audits."""

from datetime import datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState, digest
from maap.outside import passwords
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases import second_factor, signin
from maap.usecases.second_factor import WrongCode
from maap.views.identity import own_way
from maap.views.people import who
from maap.web import cookies
from maap.web.paper import page
from maap.web.second_look import OUT
from maap.web.visits import inside, place_of, refuse_foreign, text


def _form(token: str, to: str, problem: str = "") -> Response:
    with reading() as session:
        known = who(session, token, now())
        if known.actor is None or known.state is SessionState.ENDED:
            return RedirectResponse("/sign-in", 303)
        way = own_way(session, token)
        asks_code = second_factor.is_asked_for(session, known.actor.person_id)
    return page(
        "confirm.html",
        400 if problem else 200,
        problem=problem,
        to=to,
        email=known.email,
        way=way,
        has_password=known.has_password,
        asks_code=asks_code,
    )


def show_anew(token: str, password: str, code: str, place: str) -> Actor:
    """Whose session it is, once they showed that it is they. Raises Problem when password or code does not fit."""
    at = now()
    with reading() as session:
        known = who(session, token, at)
    if known.actor is None:
        raise Problem("You are signed out. Sign in again.")
    with work() as session:
        tries = signin.begin_try(session, known.email, place, at)
        person = signin.person_for(session, known.email)
    if person is None or not passwords.fits(password, person.password):
        with work() as session:
            signin.note_failure(session, at, tries)
        raise Problem("That is not your password. Try again.")
    if not _code_fits(known.actor, code, at):
        raise WrongCode
    with work() as session:
        signin.forgive(session, tries)
        signin.confirm(session, digest(token), known.actor.person_id, at)
    return known.actor


def _code_fits(actor: Actor, code: str, at: datetime) -> bool:
    with work() as session:
        if not second_factor.is_asked_for(session, actor.person_id):
            return True
        return second_factor.check_code(session, actor.person_id, code, at)


async def confirm(request: Request) -> Response:
    """GET: the form. POST: the password, and the code of who has a second factor."""
    token, to = cookies.token_in(request.scope), inside(request.query_params.get("next", "/"))
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_form, token, to)
    form = await request.form()
    try:
        refuse_foreign(request)
        typed = (token, text(form, "password")[:1000], text(form, "code")[:40], place_of(request))
        await anyio.to_thread.run_sync(show_anew, *typed)
    except Problem as problem:
        return await anyio.to_thread.run_sync(_form, token, to, str(problem))
    if to.startswith(OUT):
        return await anyio.to_thread.run_sync(lambda: page("confirmed.html", to=to))
    return RedirectResponse(to, 303)


ROUTES = [Route("/confirm", confirm, methods=["GET", "POST"])]
