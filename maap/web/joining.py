"""One-time links: an invitation, a forgotten password, or one sign-in without a password."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.one_time_links import SIGN_IN_LINK
from maap.domain.problems import Problem
from maap.outside import passwords
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases import second_factor, signin
from maap.usecases.signin import Manner
from maap.web import second_step
from maap.web.paper import page
from maap.web.visits import browser_of, refuse_foreign, text, welcome


def _link_page(token: str, problem: str = "") -> Response:
    try:
        with reading() as session:
            holder, purpose = signin.link_holder(session, token, now()), signin.link_purpose(session, token)
    except signin.LinkSpent as spent:
        return page("refused.html", 410, title="This link no longer works", problem=str(spent))
    return page(
        "one_sign_in.html" if purpose == SIGN_IN_LINK else "join.html",
        400 if problem else 200,
        problem=problem,
        holder=holder.name,
        email=holder.email,
        shortest=passwords.SHORTEST,
    )


def _take_up(token: str, password: str, again: str, browser: str) -> tuple[str, str]:
    """Spend the link: for one sign-in, or for a password with which the person signs in from now on.

    Returns the new session's token, or what the second step needs: whoever reads somebody's letters has no telephone
    of theirs.
    """
    at = now()
    with work() as session:
        if signin.link_purpose(session, token) == SIGN_IN_LINK:
            person, how = signin.take_link(session, token, at), Manner("link", None, browser)
        elif password != again:
            raise Problem("The two passwords are not the same. Type the same one twice.")
        else:
            person, how = signin.set_password(session, token, password, at), Manner(browser=browser)
        if second_factor.is_asked_for(session, person.id or 0):
            return "", second_step.begun(person.id or 0, how)
        return signin.sign_in(session, person, at, how), ""


async def join(request: Request) -> Response:
    """A one-time link. Opening it spends nothing; only sending the form does."""
    token = request.path_params["token"]
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_link_page, token)
    form = await request.form()
    try:
        refuse_foreign(request)
        typed = (text(form, "password"), text(form, "again"))
        session_token, half = await anyio.to_thread.run_sync(_take_up, token, *typed, browser_of(request))
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(_link_page, token, said)
    return second_step.asked(half, "/") if half else welcome(session_token)


ROUTES = [Route("/join/{token}", join, methods=["GET", "POST"])]
