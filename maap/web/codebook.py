"""The codebook as a file for other programs."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.outside.qdc import QdcCode, write
from maap.storage.db import work
from maap.usecases.codebook import took_codebook
from maap.views.codebook import Code, codebook
from maap.web.files import actor_of, as_file
from maap.web.paper import page


def _made(actor: Actor) -> Response:
    with work() as session:
        codes = [as_qdc(code) for code in codebook(session, actor).codes if not code.merged_into]
        took_codebook(session, actor, len(codes))
    return Response(write(codes), media_type="application/xml", headers=as_file("codebook.qdc"))


def as_qdc(code: Code) -> QdcCode:
    """A theme as the file has it."""
    return QdcCode(
        key=code.key,
        name=code.name,
        group=code.group,
        definition=code.definition,
        use_when=code.use_when,
        not_when=code.not_when,
        audience=code.audience,
        words=code.words,
        examples=code.examples,
    )


def _answer(request: Request) -> Response:
    try:
        actor = actor_of(request)
        return PlainTextResponse("Not found", 404) if actor is None else _made(actor)
    except Problem as problem:
        return page("no_file.html", 404, problem=str(problem))


async def codebook_file(request: Request) -> Response:
    """The file, worked out beside the event loop; or a plain page that says why not."""
    response = await anyio.to_thread.run_sync(_answer, request)
    response.headers["cache-control"] = "no-store"
    return response


ROUTES = [Route("/files/codebook.qdc", codebook_file, methods=["GET"])]
"""Addresses of the codebook as a file."""
