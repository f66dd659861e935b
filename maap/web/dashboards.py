"""A dashboard to take away: the whole as PDF or slides, its data, or one chart as a picture."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.people import Actor, NotYours
from maap.reports import dashboard_files as files
from maap.reports.making import MEDIA, made
from maap.storage.db import reading, work
from maap.usecases.downloads import took_dashboard, took_own_board, took_years
from maap.views.dashboard import dashboard_to_take
from maap.views.own_board import own_board_to_take
from maap.views.scene import Chosen
from maap.views.years_taken import YearsAsked, years_to_take
from maap.web.files import as_file, for_readers

TYPES = MEDIA | {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
DESCRIBED = "figures.csv-metadata.json"
OWN, YEARS = "our-agency", "across-the-years"
_LARGEST_ID = 2**31 - 1


def _chosen(request: Request) -> Chosen:
    """The part that the address asks for. What is no id asks for an agency that nobody is."""
    asked = request.query_params
    given = asked.get("agency", "")
    agency = (int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0) if given else None
    return Chosen(agency, asked.get("domain", ""))


def _content(told: files.Sheets, name: str, called: str) -> tuple[bytes, str]:
    """A file by its name, and the ending that says what it is. Raises NotYours for one that there is not."""
    stem, _, ending = name.rpartition(".")
    match stem, ending:
        case _ if name == DESCRIBED:
            return files.description(told, f"{called}-figures.csv"), "json"
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


def dashboard_file(actor: Actor, request: Request) -> Response:
    """A file of an audit's dashboard. It is made while nothing is held: a PDF takes a second in which others save."""
    name = request.path_params["name"]
    audit_id = int(request.path_params["id"])
    if audit_id > _LARGEST_ID:
        raise NotYours("file")
    with reading() as session:
        told = dashboard_to_take(session, actor, audit_id, _chosen(request), request.query_params.getlist("tile"))
    called = told.scene.head.reference
    content, ending = _content(files.of_audit(told), name, called)
    with work() as session:
        took_dashboard(session, actor, audit_id, name, told.scene.audience, [tile.key for tile in told.tiles])
    return Response(content, media_type=TYPES[ending], headers=as_file(f"{called}-{name}"))


def own_file(actor: Actor, request: Request) -> Response:
    """A file of an agency's own dashboard, for somebody of it: the address names no agency."""
    name = request.path_params["name"]
    with reading() as session:
        told = own_board_to_take(session, actor, request.query_params.getlist("tile"))
    content, ending = _content(files.of_agency(told), name, OWN)
    with work() as session:
        took_own_board(session, actor, name, [tile.key for tile in told.tiles])
    return Response(content, media_type=TYPES[ending], headers=as_file(f"{OWN}-{name}"))


def years_file(actor: Actor, request: Request) -> Response:
    """A file of the page across the years, as the one who asks sees it."""
    name = request.path_params["name"]
    asked = request.query_params
    chosen = YearsAsked(asked.get("domain", ""), asked.get("then", ""), asked.get("now", ""), asked.getlist("tile"))
    with reading() as session:
        told = years_to_take(session, actor, chosen)
    content, ending = _content(files.of_years(told), name, YEARS)
    with work() as session:
        took_years(session, actor, name, [tile.key for tile in told.tiles])
    return Response(content, media_type=TYPES[ending], headers=as_file(f"{YEARS}-{name}"))


ROUTES = [
    Route("/files/audits/{id:int}/dashboard/{name}", for_readers(dashboard_file), methods=["GET"]),
    Route("/files/across-the-years/{name}", for_readers(years_file), methods=["GET"]),
    Route("/files/our-agency/{name}", for_readers(own_file), methods=["GET"]),
]
