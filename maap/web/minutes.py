"""The minutes of a panel's meeting: a page to print, and a Word document."""

from starlette.responses import Response
from starlette.routing import Route

from maap.domain.marks import about_mark
from maap.domain.meeting import Minutes
from maap.domain.minutes_words import about_case, decided, present, when
from maap.domain.people import Actor
from maap.domain.written_dates import spoken
from maap.reports.minutes import minutes_in_word
from maap.storage.db import work
from maap.usecases.meeting import took_minutes
from maap.views.meeting import minutes
from maap.views.people import house
from maap.web.files import as_file, for_members
from maap.web.paper import page

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _taken(actor: Actor, audit_id: int, meeting_id: int, form: str) -> tuple[Minutes, str]:
    """The minutes, with a line in the trail, and the partnership's name."""
    with work() as session:
        found = minutes(session, actor, audit_id, meeting_id)
        took_minutes(session, actor, audit_id, meeting_id, form)
        standing = house(session)
    return found, standing.name if standing else ""


def minutes_page(actor: Actor, audit_id: int, meeting_id: int) -> Response:
    """The minutes to read and to print."""
    found, _ = _taken(actor, audit_id, meeting_id, "page")
    return page(
        "minutes.html",
        told=found,
        when=when(found),
        present=present(found),
        about=about_case,
        decided=decided,
        day=spoken,
        mark=about_mark(found.mark) if found.mark else "",
    )


def minutes_file(actor: Actor, audit_id: int, meeting_id: int) -> Response:
    """The minutes in Word."""
    found, partnership = _taken(actor, audit_id, meeting_id, "docx")
    name = f"{found.audit_reference}-panel-meeting-{found.number}.docx"
    return Response(minutes_in_word(found, partnership), media_type=_DOCX, headers=as_file(name))


ROUTES = [
    Route("/files/audits/{id:int}/minutes/{meeting:int}.docx", for_members(minutes_file), methods=["GET"]),
    Route("/files/audits/{id:int}/minutes/{meeting:int}", for_members(minutes_page), methods=["GET"]),
]
