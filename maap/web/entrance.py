"""The entrance: sign in, sign out, take up a one-time link, and set the house up for the first time."""

import secrets
from functools import lru_cache
from urllib.parse import urlsplit

import anyio.to_thread
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
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
from maap.views.people import demonstration_people, house
from maap.web import cookies
from maap.web.paper import page, style


@lru_cache(maxsize=1)
def setup_code() -> str:
    """The one-time code that the console prints while the house is empty."""
    return "-".join(secrets.token_hex(2).upper() for _ in range(3))


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value if isinstance(value, str) else ""


def _same_origin(request: Request) -> bool:
    """Whether a form was sent from our own page. A browser always says so; a foreign site cannot lie."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _inside(address: str) -> str:
    """Where to go after sign-in: only ever a path of this house."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"


def _welcome(person_token: str, to: str = "/") -> Response:
    response = RedirectResponse(_inside(to), 303)
    cookies.give(response, person_token)
    return response


def _sign_in_page(problem: str = "", email: str = "", to: str = "", status: int = 200) -> Response:
    with reading() as session:
        if house(session) is None:
            return RedirectResponse("/start", 303)
        ready = demonstration_people(session)
    return page(
        "sign_in.html",
        status,
        problem=problem,
        email=email,
        to=to,
        ready=ready,
        password=demonstration.PASSWORD if ready else "",
    )


def _try_to_sign_in(email: str, password: str, address: str) -> str:
    """Check a password; the try is counted before. Returns the new session's token. Raises Problem."""
    at = now()
    with reading() as session:
        signin.throttle(session, email, address, at)
    with work() as session:
        tries = signin.begin_try(session, email, address, at)
        person = signin.person_for(session, email)
    if not passwords.fits(password, person.password if person else "") or person is None:
        with work() as session:
            signin.note_failure(session, at)
        raise signin.BadSignIn
    with work() as session:
        signin.forgive(session, tries)
        return signin.sign_in(session, person, at)


async def sign_in(request: Request) -> Response:
    """GET: the form. POST: a try."""
    if request.method != "POST":
        return await anyio.to_thread.run_sync(lambda: _sign_in_page(to=request.query_params.get("next", "")))
    form = await request.form()
    email, to = _text(form, "email")[:254], _text(form, "next")
    try:
        _refuse_foreign(request)
        place = request.client.host if request.client else ""
        password = _text(form, "password")[:1000]
        token = await anyio.to_thread.run_sync(_try_to_sign_in, email, password, place)
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(lambda: _sign_in_page(said, email, to, 400))
    return _welcome(token, to)


def _refuse_foreign(request: Request) -> None:
    if not _same_origin(request):
        raise Problem("That form was sent from another site. Open this page again and fill it in here.")


def _leave(token: str) -> None:
    with work() as session:
        signin.sign_out(session, token, now())


async def sign_out(request: Request) -> Response:
    """End the session, on the server and in the browser."""
    token = cookies.token_in(request.scope)
    if token:
        await anyio.to_thread.run_sync(_leave, token)
    response = RedirectResponse("/sign-in", 303)
    cookies.take(response)
    return response


def _link_page(token: str, problem: str = "") -> Response:
    try:
        with reading() as session:
            holder = signin.link_holder(session, token, now())
    except signin.LinkSpent as spent:
        return page("refused.html", 410, title="This link no longer works", problem=str(spent))
    return page(
        "join.html",
        400 if problem else 200,
        problem=problem,
        holder=holder.name,
        email=holder.email,
        shortest=passwords.SHORTEST,
    )


def _take_up(token: str, password: str) -> str:
    at = now()
    with work() as session:
        person = signin.set_password(session, token, password, at)
        return signin.sign_in(session, person, at)


async def join(request: Request) -> Response:
    """A one-time link. Opening it spends nothing; only sending the form does."""
    token = request.path_params["token"]
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_link_page, token)
    form = await request.form()
    try:
        _refuse_foreign(request)
        if _text(form, "password") != _text(form, "again"):
            raise Problem("The two passwords are not the same. Type the same one twice.")
        session_token = await anyio.to_thread.run_sync(_take_up, token, _text(form, "password"))
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(_link_page, token, said)
    return _welcome(session_token)


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
    if not secrets.compare_digest(_text(form, "code").strip().upper(), setup_code()):
        raise Problem("The set-up code is not right. It is printed where the application was started.")
    if _text(form, "password") != _text(form, "again"):
        raise Problem("The two passwords are not the same. Type the same one twice.")
    fields = {field: _text(form, field) for field in ("partnership", "short_name", "name", "email", "password")}
    try:
        draft = SetUp(**fields, coordinates=bool(_text(form, "coordinates")))
    except ValidationError as fault:
        raise Problem(" ".join(_SENTENCES[str(e["loc"][0])] for e in fault.errors())) from None
    at = now()
    with work() as session:
        person = set_up(session, draft, configuration.load(settings().config), at)
        if _text(form, "content") == "demonstration":
            demonstration.fill(session, at)
        return signin.sign_in(session, person, at)


async def start(request: Request) -> Response:
    """The set-up page of an empty installation, guarded by the code on the console."""
    if request.method != "POST":
        return await anyio.to_thread.run_sync(_start_page)
    form = await request.form()
    typed = {k: _text(form, k) for k in ("partnership", "short_name", "name", "email", "code", "content")}
    try:
        _refuse_foreign(request)
        token = await anyio.to_thread.run_sync(_set_up, form)
    except Problem as problem:
        said = str(problem)
        return await anyio.to_thread.run_sync(_start_page, said, typed)
    sheet = keys.recovery_sheet() if settings().encrypted and not settings().demonstration else ""
    response = await anyio.to_thread.run_sync(lambda: page("ready.html", sheet=sheet, place=str(settings().key_file)))
    cookies.give(response, token)
    return response


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
    Route("/sign-out", sign_out, methods=["GET"]),
    Route("/join/{token}", join, methods=["GET", "POST"]),
    Route("/start", start, methods=["GET", "POST"]),
    Route("/health", health, methods=["GET"]),
    Route("/house/style.css", sheet, methods=["GET"]),
]
