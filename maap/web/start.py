"""The set-up page of an empty installation, guarded by the code on the console."""

import secrets

import anyio.to_thread
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from maap import demonstration
from maap.domain.problems import Problem
from maap.outside import configuration, passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import keys
from maap.storage.db import reading, work
from maap.usecases import signin
from maap.usecases.setup import SetUp, set_up
from maap.views.people import house
from maap.web import cookies
from maap.web.paper import page
from maap.web.visits import refuse_foreign, text


def setup_code() -> str:
    """The one-time code that the console prints while the house is empty: the same from each of its processes."""
    sealed = keys.derived("set-up code")[:6].hex().upper()
    return "-".join((sealed[:4], sealed[4:8], sealed[8:]))


def _start_page(problem: str = "", typed: dict[str, str] | None = None) -> Response:
    with reading() as session:
        if house(session) is not None:
            return RedirectResponse("/sign-in", 303)
    standard = configuration.load(settings().config).partnership
    facts = {"partnership": standard.name, "short_name": standard.short_name} | (typed or {})
    return page("start.html", 400 if problem else 200, problem=problem, typed=facts, shortest=passwords.SHORTEST)


_SENTENCES = {
    "partnership": "Enter the partnership's name.",
    "short_name": "Enter a short name of at most 20 characters.",
    "name": "Enter your name.",
    "email": "Enter an e-mail address like name@example.gov.uk.",
}


def _set_up(form: FormData) -> str:
    """Do it, and open the administrator's session."""
    if not secrets.compare_digest(text(form, "code").strip().upper(), setup_code()):
        raise Problem("The set-up code is not right. It is printed where the application was started.")
    if text(form, "password") != text(form, "again"):
        raise Problem("The two passwords are not the same. Type the same one twice.")
    fields = {field: text(form, field) for field in ("partnership", "short_name", "name", "email", "password")}
    try:
        draft = SetUp(**fields, coordinates=bool(text(form, "coordinates")))
    except ValidationError as fault:
        raise Problem(" ".join(_SENTENCES[str(e["loc"][0])] for e in fault.errors())) from None
    at = now()
    with work() as session:
        person = set_up(session, draft, configuration.load(settings().config), at)
        if text(form, "content") == "demonstration":
            demonstration.fill(session, at)
        return signin.sign_in(session, person, at)


async def start(request: Request) -> Response:
    """The set-up page of an empty installation, guarded by the code on the console."""
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_start_page)
    form = await request.form()
    typed = {k: text(form, k) for k in ("partnership", "short_name", "name", "email", "code", "content")}
    try:
        refuse_foreign(request)
        token = await anyio.to_thread.run_sync(_set_up, form)
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(_start_page, said, typed)
    sheet = keys.recovery_sheet() if settings().encrypted and not settings().demonstration else ""
    place, embedded = str(settings().key_file), settings().url.startswith("sqlite")
    response = await anyio.to_thread.run_sync(lambda: page("ready.html", sheet=sheet, place=place, embedded=embedded))
    cookies.give(response, token)
    return response


ROUTES = [Route("/start", start, methods=["GET", "POST"])]
