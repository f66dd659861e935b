"""Figures that go outside: a page for whoever has the link, its files, and a person's address for spreadsheets."""

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.allowances import TooOften
from maap.domain.people import Actor, NotYours
from maap.domain.shared import FILES
from maap.outside.clock import now
from maap.reports.making import MEDIA, made
from maap.reports.shared_document import chart, picture, shared_document
from maap.reports.shared_tables import as_json, csv, description, workbook
from maap.reports.web_page import web_page
from maap.storage.db import work
from maap.usecases.opening_shared import ask_behind_link, count_call, count_view
from maap.usecases.sharing import took_snapshot_file
from maap.views.sharing import Shared, all_shared, behind_link, key_holder, shared_file
from maap.web.files import as_file, for_members
from maap.web.hurry import page_that_waits, told_to_wait
from maap.web.paper import page

_TYPES = MEDIA | {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_DESCRIBED = "figures.csv-metadata.json"


def _file(told: Shared, name: str) -> Response | None:
    """A file of a snapshot by its name; None for one that there is not."""
    stem, _, ending = name.rpartition(".")
    content = _content(told, name, stem, ending)
    if content is None:
        return None
    return Response(content, media_type=_TYPES[ending], headers=as_file(f"{told.reference}-{name}"))


def _content(told: Shared, name: str, stem: str, ending: str) -> bytes | None:
    if name == _DESCRIBED:
        return description(f"{told.reference}-figures.csv", told)
    if stem == "figures":
        match ending:
            case "csv":
                return csv([told])
            case "json":
                return as_json([told])
            case "xlsx":
                return workbook(told)
            case "pdf" | "pptx":
                return made(shared_document(told), ending)
    tile = told.body.tile(stem)
    return picture(tile, ending) if tile and ending in ("svg", "png") else None


def _links(token: str, told: Shared) -> list[tuple[str, str]]:
    """The files of the page that have something to show."""
    charts = [
        (f"{tile.name}.{ending}", f"The chart “{tile.title}” as {ending.upper()}")
        for tile in told.body.tiles
        if chart(tile)
        for ending in ("svg", "png")
    ]
    return [(f"/shared/{token}/{name}", words) for name, words in (*FILES, *charts)]


def _behind(token: str, asks_to_read: bool = False) -> Shared | None:
    """What is behind a link that is open; it is counted before anything is made of it. Raises TooOften."""
    with work() as session:
        told = behind_link(session, token, now())
        if told is not None:
            ask_behind_link(session, token, now())
            if asks_to_read:
                count_view(session, token)
    return told


def _shown(token: str) -> Response:
    try:
        told = _behind(token, asks_to_read=True)
    except TooOften as hurry:
        return page_that_waits(hurry)
    if told is None:
        return page("shared_gone.html", 410)
    answer = Response(web_page(shared_document(told), _links(token, told)), media_type=MEDIA["html"])
    answer.headers["x-robots-tag"] = "noindex, nofollow"
    return answer


def _shown_file(token: str, name: str) -> Response:
    try:
        told = _behind(token)
    except TooOften as hurry:
        return page_that_waits(hurry)
    return (told and _file(told, name)) or PlainTextResponse("Not found", 404)


def _for_a_spreadsheet(token: str, ending: str) -> Response:
    try:
        with work() as session:
            actor = key_holder(session, token, now())
            if actor is None or ending not in ("csv", "json"):
                return PlainTextResponse("Not found", 404)
            told = all_shared(session, actor)
            count_call(session, actor, token, len(told))
    except TooOften as hurry:
        return told_to_wait(hurry)
    return Response(csv(told) if ending == "csv" else as_json(told), media_type=_TYPES[ending])


async def shared(request: Request) -> Response:
    """The page behind a link; the same answer for one that was revoked, has run out, or never was."""
    return await anyio.to_thread.run_sync(_shown, request.path_params["token"])


async def shared_by_file(request: Request) -> Response:
    """A file behind a link."""
    asked = request.path_params
    return await anyio.to_thread.run_sync(_shown_file, asked["token"], asked["name"])


async def for_a_spreadsheet(request: Request) -> Response:
    """The figures that are out, for a program that cannot sign in."""
    asked = request.path_params
    return await anyio.to_thread.run_sync(_for_a_spreadsheet, asked["token"], asked["ending"])


def member_file(actor: Actor, audit_id: int, name: str) -> Response:
    """A file of the figures of an audit that are out now, for those who may see its charts."""
    with work() as session:
        told = shared_file(session, actor, audit_id)
        took_snapshot_file(session, actor, audit_id, told.snapshot_id, name)
    answer = _file(told, name)
    if answer is None:
        raise NotYours("file")
    return answer


ROUTES = [
    Route("/shared/{token}", shared, methods=["GET"]),
    Route("/shared/{token}/{name}", shared_by_file, methods=["GET"]),
    Route("/feed/{token}/figures.{ending}", for_a_spreadsheet, methods=["GET"]),
    Route("/files/audits/{id:int}/shared/{name}", for_members(member_file), methods=["GET"]),
]
"""The first three stand outside the gate: their token is checked here."""
