"""A dashboard to take away: the whole as PDF or slides, its data, or one chart as a picture."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.people import Actor, NotYours
from maap.domain.problems import Problem
from maap.reports import dashboard_files as files
from maap.reports.making import MEDIA, made
from maap.storage.db import reading, work
from maap.usecases.downloads import took_dashboard
from maap.views.dashboard import Taken, dashboard_to_take
from maap.views.scene import Chosen
from maap.web.files import actor_of, as_file
from maap.web.paper import page

TYPES = MEDIA | {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
DESCRIBED = "figures.csv-metadata.json"
_LARGEST_ID = 2**31 - 1


def _chosen(request: Request) -> Chosen:
    """The part that the address asks for. What is no id asks for an agency that nobody is."""
    asked = request.query_params
    given = asked.get("agency", "")
    agency = (int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0) if given else None
    return Chosen(agency, asked.get("domain", ""))


def _content(told: Taken, name: str) -> tuple[bytes, str]:
    """A file by its name, and the ending that says what it is. Raises NotYours for one that there is not."""
    stem, _, ending = name.rpartition(".")
    reference = told.scene.head.reference
    match stem, ending:
        case _ if name == DESCRIBED:
            return files.description(told, f"{reference}-figures.csv"), "json"
        case "figures", "pdf" | "pptx":
            return made(files.document(told), ending), ending
        case "figures", "xlsx":
            return files.workbook(told), ending
        case "figures", "csv":
            return files.csv(told), ending
        case _, "png" | "svg":
            if drawn := files.picture(told, stem, ending):
                return drawn, ending
    raise NotYours("file")


def _made(actor: Actor, audit_id: int, name: str, request: Request) -> Response:
    """The file is made while nothing is held: a PDF takes a second in which others save."""
    with reading() as session:
        told = dashboard_to_take(session, actor, audit_id, _chosen(request), request.query_params.getlist("tile"))
    content, ending = _content(told, name)
    with work() as session:
        took_dashboard(session, actor, audit_id, name, told.scene.audience, [tile.key for tile in told.tiles])
    return Response(content, media_type=TYPES[ending], headers=as_file(f"{told.scene.head.reference}-{name}"))


def _answer(request: Request) -> Response:
    try:
        actor, audit_id = actor_of(request), int(request.path_params["id"])
        if actor is None:
            return PlainTextResponse("Not found", 404)
        if audit_id > _LARGEST_ID:
            raise NotYours("file")
        return _made(actor, audit_id, request.path_params["name"], request)
    except Problem as problem:
        return page("no_file.html", 404, problem=str(problem))


async def dashboard_file(request: Request) -> Response:
    """The file, worked out beside the event loop; or a plain page that says why not."""
    response = await anyio.to_thread.run_sync(_answer, request)
    response.headers["cache-control"] = "no-store"
    return response


ROUTES = [Route("/files/audits/{id:int}/dashboard/{name}", dashboard_file, methods=["GET"])]
