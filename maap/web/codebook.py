"""The codebook as a file for other programs."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.people import Actor
from maap.outside.qdc import QdcCode, write
from maap.storage.db import work
from maap.usecases.codebook import took_codebook
from maap.views.codebook import Code, codebook
from maap.web.files import as_file, for_readers


def codebook_file(actor: Actor, _request: Request) -> Response:
    """The themes that stand."""
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


ROUTES = [Route("/files/codebook.qdc", for_readers(codebook_file), methods=["GET"])]
"""Addresses of the codebook as a file."""
