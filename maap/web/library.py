"""The file of an earlier briefing, for everybody who may read what is published."""

from starlette.responses import Response
from starlette.routing import Route

from maap.domain.people import Actor
from maap.storage.db import work
from maap.usecases.library import took
from maap.views.library import file
from maap.web.files import as_file, for_members

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def library_file(actor: Actor, item_id: int) -> Response:
    """An uploaded briefing, just as it came."""
    with work() as session:
        name, ending, content = file(session, actor, item_id)
        took(session, actor, item_id)
    return Response(content, media_type=_TYPES[ending], headers=as_file(name))


ROUTES = [Route("/files/library/{id:int}", for_members(library_file), methods=["GET"])]
"""Addresses of the library's files."""
