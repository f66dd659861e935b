"""The entrance: sign in with a password, sign out, and whether the house answers."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from maap import demonstration
from maap.domain.problems import Problem
from maap.outside import identity, passwords
from maap.outside.clock import now
from maap.outside.identity import ProviderSilent
from maap.storage.db import reading, work
from maap.usecases import second_factor, signin
from maap.usecases.signin import Manner
from maap.views.identity import provider_of, ways_in
from maap.views.people import demonstration_people, house
from maap.web import confirming, cookies, joining, own_password, providers, second_step, start, stopping
from maap.web.paper import page, style
from maap.web.visits import base, browser_of, inside, place_of, refuse_foreign, text, welcome


def _sign_in_page(problem: str = "", email: str = "", to: str = "", status: int = 200) -> Response:
    with reading() as session:
        if house(session) is None:
            return RedirectResponse("/start", 303)
        ready, ways = demonstration_people(session), ways_in(session)
    return page(
        "sign_in.html",
        status,
        problem=problem,
        email=email,
        to=to,
        ready=ready,
        ways=ways,
        password=demonstration.PASSWORD if ready else "",
    )


def _try_to_sign_in(email: str, password: str, address: str, browser: str) -> tuple[str, str]:
    """Check a password; the try is counted before. Returns the new session's token, or what the second step needs.

    Raises Problem.
    """
    at = now()
    with reading() as session:
        signin.throttle(session, email, address, at)
    with work() as session:
        tries = signin.begin_try(session, email, address, at)
        person = signin.person_for(session, email)
    if not passwords.fits(password, person.password if person else "") or person is None:
        with work() as session:
            signin.note_failure(session, at, tries)
        raise signin.BadSignIn
    how = Manner(browser=browser)
    with work() as session:
        signin.forgive(session, tries)
        if second_factor.is_asked_for(session, person.id or 0):
            return "", second_step.begun(person.id or 0, how)
        return signin.sign_in(session, person, at, how), ""


async def sign_in(request: Request) -> Response:
    """GET: the form. POST: a try."""
    if request.method != "POST":
        return await anyio.to_thread.run_sync(lambda: _sign_in_page(to=request.query_params.get("next", "")))
    form = await request.form()
    email, to = text(form, "email")[:254], text(form, "next")
    try:
        refuse_foreign(request)
        typed = (email, text(form, "password")[:1000], place_of(request), browser_of(request))
        token, half = await anyio.to_thread.run_sync(_try_to_sign_in, *typed)
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(lambda: _sign_in_page(said, email, to, 400))
    return second_step.asked(half, inside(to)) if half else welcome(token, to)


def _leave(token: str, back: str) -> str:
    """End the session. Returns where the provider's own session ends, for somebody who came through one."""
    with reading() as session:
        provider = provider_of(session, token)
    with work() as session:
        signin.sign_out(session, token, now())
    if provider is None:
        return ""
    try:
        return identity.way_out(provider, back)
    except ProviderSilent:
        return ""


async def sign_out(request: Request) -> Response:
    """POST: end the session, on the server and in the browser. GET ends nothing and leads to where the button is."""
    if request.method != "POST":
        return RedirectResponse("/", 303)
    try:
        refuse_foreign(request)
    except Problem as problem:
        facts = {"title": "You are still signed in", "problem": str(problem), "onward": "/"}
        return await anyio.to_thread.run_sync(lambda: page("refused.html", 403, **facts))
    token = cookies.token_in(request.scope)
    elsewhere = await anyio.to_thread.run_sync(_leave, token, f"{base(request)}/sign-in") if token else ""
    response = await anyio.to_thread.run_sync(_left, elsewhere)
    response.headers["clear-site-data"] = '"storage"'  # pages are kept nowhere: each is sent with no-store
    cookies.take(response)
    return response


def _left(elsewhere: str) -> Response:
    """On to the provider's own end by a page of ours: a form of ours may lead to no other site."""
    return page("left.html", to=elsewhere) if elsewhere else RedirectResponse("/sign-in", 303)


async def health(_request: Request) -> Response:
    """Whether the application and its database answer."""

    def _asks() -> None:
        with reading() as session:
            house(session)

    try:
        await anyio.to_thread.run_sync(_asks)
    except Problem:
        return PlainTextResponse("the database does not answer", 503)
    return PlainTextResponse("ok")


async def sheet(_request: Request) -> Response:
    """The style sheet of the pages outside Streamlit."""
    return Response(style(), media_type="text/css", headers={"cache-control": "max-age=3600"})


ROUTES = [
    Route("/sign-in", sign_in, methods=["GET", "POST"]),
    Route("/sign-out", sign_out, methods=["GET", "POST"]),
    *second_step.ROUTES,
    *providers.ROUTES,
    *confirming.ROUTES,
    *joining.ROUTES,
    *own_password.ROUTES,
    *start.ROUTES,
    *stopping.ROUTES,
    Route("/health", health, methods=["GET"]),
    Route("/house/style.css", sheet, methods=["GET"]),
]
