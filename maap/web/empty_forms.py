"""Empty forms to take away and bring back filled in: Word templates, and the table for results of earlier years."""

from collections.abc import Callable

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.documents import Kind
from maap.domain.people import Actor, NotYours
from maap.domain.problems import Problem
from maap.outside.earlier_results import COLUMNS
from maap.reports.making import MEDIA
from maap.reports.word import shipped
from maap.storage.db import reading
from maap.views.earlier import earlier_lines
from maap.views.templates import templates
from maap.web.files import actor_of, as_file
from maap.web.paper import page

_BY_NAME = {kind.replace(" ", "-"): kind for kind in Kind if "docx" in kind.endings}
Maker = Callable[[Actor, Request], Response]


def template_file(actor: Actor, request: Request) -> Response:
    """The Word template that comes with the house, for those who change templates."""
    name = request.path_params["name"]
    with reading() as session:
        templates(session, actor)
    if name not in _BY_NAME:
        raise NotYours("template")
    return Response(shipped(_BY_NAME[name]), media_type=MEDIA["docx"], headers=as_file(f"{name}-template.docx"))


def earlier_form(actor: Actor, _request: Request) -> Response:
    """The heads of the table for results of earlier years, for those who keep the library."""
    with reading() as session:
        earlier_lines(session, actor)
    headers = as_file("earlier-results.csv")
    return Response(",".join(COLUMNS) + "\n", media_type="text/csv; charset=utf-8", headers=headers)


def _answer(make: Maker, request: Request) -> Response:
    try:
        actor = actor_of(request)
        return PlainTextResponse("Not found", 404) if actor is None else make(actor, request)
    except Problem as problem:
        return page("no_file.html", 404, problem=str(problem))


async def _template(request: Request) -> Response:
    return await anyio.to_thread.run_sync(_answer, template_file, request)


async def _earlier(request: Request) -> Response:
    return await anyio.to_thread.run_sync(_answer, earlier_form, request)


ROUTES = [
    Route("/files/templates/{name}.docx", _template, methods=["GET"]),
    Route("/files/earlier-results.csv", _earlier, methods=["GET"]),
]
