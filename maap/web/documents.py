"""Documents to download: as they would be today, for those who write them; and as they were published."""

from starlette.responses import Response
from starlette.routing import Route

from maap.domain.documents import Document, Kind
from maap.domain.editions import replaced_by
from maap.domain.people import LONDON, Actor, NotYours
from maap.reports.making import MEDIA, made
from maap.reports.web_page import with_note
from maap.storage.db import reading, work
from maap.storage.editions import Replacement
from maap.storage.trail import mark
from maap.usecases.documents import took_annual, took_draft, took_edition, took_frozen, took_terms
from maap.views.documents import annual_document, draft, packs, terms_document
from maap.views.editions import draft_edition, edition_file, taken_over_by, template_for
from maap.web.files import as_file, for_members

_DRAFTS = {kind.replace(" ", "-"): kind for kind in (Kind.REPORT, Kind.TEAM, Kind.BRIEFING, Kind.SLIDES)}


def draft_file(actor: Actor, audit_id: int, kind: str, ending: str) -> Response:
    """A document as it would be today, with people's edits."""
    if kind not in _DRAFTS:
        raise NotYours("document")
    with work() as session:
        document = draft(session, actor, audit_id, _DRAFTS[kind]).document
        took_draft(session, actor, audit_id, document.kind, ending)
    return _made(actor, document, ending)


def frozen_file(actor: Actor, audit_id: int, edition_id: int, ending: str) -> Response:
    """A draft as it was frozen, for those who publish it: to the word what they would publish."""
    with work() as session:
        document, _ = draft_edition(session, actor, audit_id, edition_id)
        took_frozen(session, actor, audit_id, edition_id, ending)
    return _made(actor, document, ending)


def pack_file(actor: Actor, audit_id: int, agency_id: int, ending: str) -> Response:
    """An agency's pack as it would be today, for those who write it."""
    with work() as session:
        found = packs(session, actor, audit_id).get(agency_id)
        if found is None:
            raise NotYours("document")
        took_draft(session, actor, audit_id, Kind.PACK, ending)
        found = found.model_copy(update={"mark": mark(session)})
    return _made(actor, found, ending)


def terms_file(actor: Actor, audit_id: int, ending: str) -> Response:
    """The terms of reference as the reader may read them."""
    with work() as session:
        document = terms_document(session, actor, audit_id)
        took_terms(session, actor, audit_id, ending)
    return _made(actor, document, ending)


def annual_file(actor: Actor, year: int, ending: str) -> Response:
    """The annual briefing of the year that begins in ``year``, as it would be today."""
    with work() as session:
        document = annual_document(session, actor, f"{year}/{(year + 1) % 100:02}")
        took_annual(session, actor, document.year, ending)
        document = document.model_copy(update={"mark": mark(session)})
    return _made(actor, document, ending)


def published_file(actor: Actor, edition_id: int, ending: str) -> Response:
    """A file as it was published, to the byte.

    Of an edition that was replaced, a page says so above it, and any other file in its name.
    """
    with work() as session:
        name, content = edition_file(session, actor, edition_id, ending)
        newer = taken_over_by(session, actor, edition_id)
        took_edition(session, actor, edition_id, ending)
    if newer is None:
        return _answer(name, ending, content)
    return _answer(f"Replaced-{name}", ending, _noted(content, newer) if ending == "html" else content)


def published_page(actor: Actor, edition_id: int) -> Response:
    """A published document as a web page."""
    return published_file(actor, edition_id, "html")


def _noted(content: bytes, newer: Replacement) -> bytes:
    """The page leads to the newest edition, if there is one that was not withdrawn."""
    note = replaced_by(newer.published_at.astimezone(LONDON).date(), newer.out)
    link = (f"/files/editions/{newer.edition_id}", "Read the newest edition") if newer.out else ()
    return with_note(content, note, *link)


def _made(actor: Actor, document: Document, ending: str) -> Response:
    if ending not in document.kind.endings:
        raise NotYours("document")
    with reading() as session:
        template = template_for(session, actor, document.kind) if ending == "docx" else None
    name = f"{document.reference}-{document.title}.{ending}"
    return _answer(name, ending, made(document, ending, template))


def _answer(name: str, ending: str, content: bytes) -> Response:
    """A page is shown, every other file is kept."""
    headers = {} if ending == "html" else as_file(name)
    return Response(content, media_type=MEDIA[ending], headers=headers)


ROUTES = [
    Route("/files/audits/{id:int}/documents/{kind}.{ending}", for_members(draft_file), methods=["GET"]),
    Route("/files/audits/{id:int}/drafts/{edition:int}.{ending}", for_members(frozen_file), methods=["GET"]),
    Route("/files/audits/{id:int}/packs/{agency:int}.{ending}", for_members(pack_file), methods=["GET"]),
    Route("/files/audits/{id:int}/terms.{ending}", for_members(terms_file), methods=["GET"]),
    Route("/files/years/{id:int}.{ending}", for_members(annual_file), methods=["GET"]),
    Route("/files/editions/{id:int}", for_members(published_page), methods=["GET"]),
    Route("/files/editions/{id:int}.{ending}", for_members(published_file), methods=["GET"]),
]
