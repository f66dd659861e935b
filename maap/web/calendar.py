"""A person's dates for their own calendar program, which cannot sign in: the address itself is the secret."""

from datetime import timedelta

import anyio.to_thread
from icalendar import Calendar, Event
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.allowances import TooOften
from maap.domain.people import Actor
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases.calendars import ask_for_calendar
from maap.views.calendar import Day, days, feed_holder
from maap.web.hurry import told_to_wait
from maap.web.visits import base


def written(actor: Actor, dates: tuple[Day, ...], house: str) -> bytes:
    """The dates as iCalendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//MAAP//Multi-Agency Assurance of Practice//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Case audits")
    for day in dates:
        event = Event()
        event.add("uid", f"{day.key}@maap")
        event.add("dtstamp", actor.now)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", day.title)
        event.add("class", "CONFIDENTIAL")
        event.add("transp", "TRANSPARENT")
        event.add("url", f"{house}/audit?audit={day.audit_id}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _answer(token: str, house: str) -> Response:
    with reading() as session:
        actor = feed_holder(session, token, now())
    if actor is None:
        return PlainTextResponse("Not found", 404)
    try:
        with work() as session:
            ask_for_calendar(session, actor)
    except TooOften as hurry:
        return told_to_wait(hurry)
    with reading() as session:
        dates = days(session, actor)
    return Response(written(actor, dates, house), media_type="text/calendar; charset=utf-8")


async def feed(request: Request) -> Response:
    """The calendar; the same 404 for a secret that was ended and one that never was."""
    return await anyio.to_thread.run_sync(_answer, request.path_params["token"], base(request))


ROUTES = [Route("/calendar/{token}.ics", feed, methods=["GET"])]
"""Outside the gate: the token is checked here."""
