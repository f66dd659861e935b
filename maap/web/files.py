"""Files and printed pages, each for whoever may have it: made when it is asked for, never stored, never cached."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.engine import SectionRoute, wording
from maap.domain.fieldwork import ReturnState
from maap.domain.people import LONDON, Actor, NotYours
from maap.domain.problems import Problem
from maap.domain.questionnaire import EVIDENCE, Note
from maap.domain.sampling import REPLACEMENT_REASONS
from maap.domain.sessions import SessionState
from maap.domain.workbook import SEAL
from maap.domain.written_dates import spoken
from maap.outside import return_workbook
from maap.outside.clock import now
from maap.storage import keys
from maap.storage.db import reading, work
from maap.usecases.downloads import took_certificate, took_return
from maap.usecases.offline import taken_out
from maap.views.cases import certificate, certificate_file
from maap.views.people import who
from maap.views.returns import Sheet, sheet
from maap.web.cookies import token_in
from maap.web.paper import page

Maker = Callable[..., Response]
"""Makes a file for somebody: takes the actor, the id, and whatever else the address names."""
Asked = Callable[[Actor, Request], Response]
"""Makes a file for somebody from whatever the address asks for."""
Endpoint = Callable[[Request], Awaitable[Response]]
_LARGEST_ID = 2**31 - 1
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def actor_of(request: Request) -> Actor | None:
    """Who asks, by the cookie; None when nobody is signed in. Raises Problem when their page was locked meanwhile."""
    with reading() as session:
        known = who(session, token_in(request.scope), now())
    if known.state is SessionState.LOCKED:
        raise Problem("Your page was locked because nothing happened for half an hour. Go back to it and unlock it.")
    return known.actor if known.state is SessionState.OPEN else None


def certificate_json(actor: Actor, audit_id: int) -> Response:
    """The file with which anybody who has the list can draw the sample again."""
    with work() as session:
        name, text = certificate_file(session, actor, audit_id)
        took_certificate(session, actor, audit_id, "json")
    return Response(text, media_type="application/json", headers=as_file(name))


def certificate_page(actor: Actor, audit_id: int) -> Response:
    """The certificate to print and to sign."""
    with work() as session:
        found = certificate(session, actor, audit_id)
        took_certificate(session, actor, audit_id, "page")
    told = found.certificate
    return page(
        "certificate.html",
        found=found,
        told=told,
        drawn_at=_moment(told.drawn_at),
        rules=told.eligibility,
        day=spoken,
        moment=_moment,
        reasons=REPLACEMENT_REASONS,
        stratified=told.plan.method == "stratified",
    )


def return_page(actor: Actor, return_id: int) -> Response:
    """A return with its answers, in the order they are asked; answers that are hidden are left out."""
    with work() as session:
        found = sheet(session, actor, return_id)
        took_return(session, actor, return_id)
    made = page(
        "return.html",
        sheet=found,
        sections=[_section(found, part) for part in found.route.sections if part.asked],
        not_known=found.state is ReturnState.NOT_KNOWN,
        printed_at=_moment(actor.now),
        due=spoken(found.place.row.due),
        submitted_at=_moment(found.place.row.submitted_at) if found.place.row.submitted_at else "",
    )
    made.headers.update(as_file(f"{found.place.case.reference}-{found.agency}.html"))
    return made


def return_to_fill_in(actor: Actor, return_id: int) -> Response:
    """A return as a workbook, to answer without a network and to bring back."""
    with work() as session:
        book = taken_out(session, actor, return_id)
    data = return_workbook.write(book, keys.derived(SEAL))
    return Response(data, media_type=_XLSX, headers=as_file(f"{book.title}.xlsx"))


def _section(found: Sheet, part: SectionRoute) -> dict[str, object]:
    entries = [
        {
            "label": wording(question.label, found.form, found.route),
            "said": found.saying(question),
            "evidence": str(found.route.answers.get(question.id + EVIDENCE) or ""),
        }
        for question in part.asked
        if not isinstance(question, Note)
    ]
    return {"title": part.section.title, "entries": entries}


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{spoken(local.date())} at {local:%H:%M}"


def as_file(name: str) -> dict[str, str]:
    """The header that has a browser keep an answer as a file of this name."""
    safe = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-.")
    return {"content-disposition": f'attachment; filename="{safe}"'}


def _answer(make: Asked, request: Request) -> Response:
    """The file, or a plain page that says why not: the same status for what is not there and what is not theirs."""
    try:
        actor = actor_of(request)
        return PlainTextResponse("Not found", 404) if actor is None else make(actor, request)
    except Problem as problem:
        return page("no_file.html", 404, problem=str(problem))


def for_readers(make: Asked) -> Endpoint:
    """A route's answer to somebody who is signed in, worked out beside the event loop."""

    async def answer(request: Request) -> Response:
        response = await anyio.to_thread.run_sync(_answer, make, request)
        response.headers["cache-control"] = "no-store"
        return response

    return answer


def for_members(make: Maker) -> Endpoint:
    """The same for an address that names an id, and perhaps more."""

    def made(actor: Actor, request: Request) -> Response:
        wanted = int(request.path_params["id"])
        if wanted > _LARGEST_ID:
            raise NotYours("file")
        return make(actor, wanted, *(part for name, part in request.path_params.items() if name != "id"))

    return for_readers(made)


ROUTES = [
    Route("/files/audits/{id:int}/certificate.json", for_members(certificate_json), methods=["GET"]),
    Route("/files/audits/{id:int}/certificate", for_members(certificate_page), methods=["GET"]),
    Route("/files/returns/{id:int}.xlsx", for_members(return_to_fill_in), methods=["GET"]),
    Route("/files/returns/{id:int}", for_members(return_page), methods=["GET"]),
]
