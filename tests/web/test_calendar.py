"""A calendar address is secret, shows one person's dates without any case, and ends when they say so."""

from datetime import date

import pytest
from icalendar import Calendar
from starlette.applications import Starlette

from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.calendars import end_feed, new_feed
from maap.web import calendar
from tests import factories as make
from tests.web.visitor import Visitor

TIMETABLE = [{"key": "panel", "name": "Panel", "on": "2026-05-05"}]


class Scene:
    """An audit of police and health, and somebody of each."""

    def __init__(self) -> None:
        with work() as session:
            police, health = make.agency(session, "police"), make.agency(session, "health")
            audit = make.audit(session, police, stage="fieldwork")
            audit.terms = {**audit.terms, "timetable": TIMETABLE}
            session.add(audit)
            case = make.case(session, audit)
            make.a_return(session, case, police, due=date(2026, 3, 31))
            self.lead = make.person(session, Role.AGENCY_LEAD, agency=police)
            self.other = make.person(session, Role.AGENCY_LEAD, agency=health)
            self.reference, self.case = audit.reference, case.reference

    def subscribed(self, person: t.Person) -> str:
        """The person's calendar address."""
        with work() as session:
            return f"/calendar/{new_feed(session, self.acting(person))}.ics"

    def acting(self, person: t.Person) -> Actor:
        """The person, now."""
        return make.actor(person, Role.AGENCY_LEAD, now=now())


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def program() -> Visitor:
    """A calendar program: no cookie."""
    return Visitor(lambda: Starlette(routes=calendar.ROUTES))


def test_a_calendar_holds_the_dates_of_ones_audits_and_what_the_own_agency_owes(scene: Scene, program: Visitor) -> None:
    reply = program.get(scene.subscribed(scene.lead))
    assert (reply.status, reply.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    found = {(str(e["summary"]), e["dtstart"].dt) for e in Calendar.from_ical(reply.text).walk("VEVENT")}
    assert found == {
        (f"{scene.reference}: Panel", date(2026, 5, 5)),
        (f"{scene.reference}: 1 return of your agency due", date(2026, 3, 31)),
    }
    assert scene.case not in reply.text


def test_another_agency_that_takes_no_part_finds_nothing(scene: Scene, program: Visitor) -> None:
    reply = program.get(scene.subscribed(scene.other))
    assert reply.status == 200 and scene.reference not in reply.text


def test_a_new_address_ends_the_old_one_and_ending_ends_it(scene: Scene, program: Visitor) -> None:
    old, new = scene.subscribed(scene.lead), scene.subscribed(scene.lead)
    assert (program.get(old).status, program.get(new).status) == (404, 200)
    with work() as session:
        end_feed(session, scene.acting(scene.lead))
    assert program.get(new).status == 404


def test_somebody_who_has_left_has_no_calendar(scene: Scene, program: Visitor) -> None:
    address = scene.subscribed(scene.lead)
    with work() as session:
        session.get_one(t.Person, scene.lead.id).active = False
    assert program.get(address).status == 404


def test_only_a_digest_of_the_secret_is_stored(scene: Scene) -> None:
    token = scene.subscribed(scene.lead).removeprefix("/calendar/").removesuffix(".ics")
    with work() as session:
        assert token not in str(session.get_one(t.CalendarFeed, 1).model_dump())
