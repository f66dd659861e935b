"""Empty forms to take away and bring back filled in: Word templates, and the table for results of earlier years."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.documents import Kind
from maap.domain.people import Actor, NotYours
from maap.outside.earlier_results import COLUMNS
from maap.reports.making import MEDIA
from maap.reports.word import shipped
from maap.storage.db import reading
from maap.views.earlier import earlier_lines
from maap.views.templates import templates
from maap.web.files import as_file, for_readers

_BY_NAME = {kind.replace(" ", "-"): kind for kind in Kind if "docx" in kind.endings}


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


ROUTES = [
    Route("/files/templates/{name}.docx", for_readers(template_file), methods=["GET"]),
    Route("/files/earlier-results.csv", for_readers(earlier_form), methods=["GET"]),
]
