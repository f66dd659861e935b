"""Words of one agency are hunted behind every address of the house: files, feeds, shared pages, screens, forms."""

import pytest
from starlette.applications import Starlette

from maap.domain.people import Role
from maap.domain.shared import TileKey
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.calendars import new_feed
from maap.usecases.displays import make_display_link
from maap.usecases.sharing import approve_snapshot, make_share_link, take_snapshot
from maap.usecases.signin import sign_in
from tests.isolation.addresses import addresses, read, routes
from tests.isolation.conftest import member
from tests.isolation.scene import CANARY, Scene
from tests.web.visitor import Visitor

OTHERS = (Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR)


def _visitor(person: t.Person) -> Visitor:
    visitor = Visitor(lambda: Starlette(routes=list(routes())))
    with work() as session:
        visitor.cookies["maap"] = sign_in(session, person, now())
    return visitor


def _numbers(where: Scene) -> set[int]:
    ids = {value for place in where.places for value in place.values() if isinstance(value, int)}
    return ids | {1, 2, where.own_return}


def _secrets(where: Scene, role: Role, person: t.Person) -> list[str]:
    """The reader's own calendar, and what the team gave away: a link to figures and one for a screen."""
    audit = where.ids["audit_id"]
    with work() as session:
        calendar = new_feed(session, where.actor_of(person, role))
        coordinator, chair = (where.actor_of(where.person(session, one), one) for one in (Role.COORDINATOR, Role.CHAIR))
        screen = make_display_link(session, coordinator, audit, 30)
        session.get_one(t.Audit, audit).stage = "closed"
        taken = take_snapshot(session, coordinator, audit, list(TileKey))
        approve_snapshot(session, chair, audit, taken, 1)
        link = make_share_link(session, coordinator, audit, taken, 30)
        session.get_one(t.Audit, audit).stage = "reporting"
    return [calendar, screen, link, "made-up"]


def _hunted(where: Scene, role: Role, agency: t.Agency) -> tuple[dict[str, int], list[str]]:
    """The status of each address that opened, and the addresses behind which the canary's words stand."""
    person = member(where, role, agency)
    visitor, tokens = _visitor(person), _secrets(where, role, person)
    opened, found = dict[str, int](), list[str]()
    for route in routes():
        for address in addresses(route, _numbers(where), tokens):
            reply = visitor.get(address)
            if reply.status == 200:
                opened[route.path] = opened.get(route.path, 0) + 1
            if CANARY in read(reply.content):
                found.append(address)
    return opened, found


@pytest.mark.parametrize("role", OTHERS)
def test_nothing_behind_any_address_holds_another_agencys_words(served: Scene, role: Role) -> None:
    opened, found = _hunted(served, role, served.health)
    assert found == []
    assert {"/shared/{token}", "/wall/{token}", "/calendar/{token}.ics"} <= set(opened)


def test_the_same_hunt_finds_them_behind_the_addresses_of_those_who_may_read_them(served: Scene) -> None:
    """The control: pages, workbooks, Word and PDF files are read as they are."""
    _, found = _hunted(served, Role.COORDINATOR, served.police)
    audit = served.ids["audit_id"]
    for ending in ("docx", "pdf", "html"):
        assert f"/files/audits/{audit}/documents/report.{ending}" in found
    assert f"/files/audits/{audit}/minutes/{served.others[0]['meeting_id']}.docx" in found
    assert f"/files/returns/{served.ids['return_id']}" in found


def test_a_return_of_another_agency_is_refused_like_one_that_is_not_there(served: Scene) -> None:
    visitor = _visitor(member(served, Role.AGENCY_LEAD, served.health))
    for ending in ("", ".xlsx"):
        theirs = visitor.get(f"/files/returns/{served.ids['return_id']}{ending}")
        missing = visitor.get(f"/files/returns/999999{ending}")
        assert (theirs.status, theirs.text) == (missing.status, missing.text) and theirs.status == 404


def test_walking_through_all_ids_finds_only_ones_own(served: Scene) -> None:
    visitor = _visitor(member(served, Role.AGENCY_LEAD, served.health))
    opened = [number for number in range(1, 300) if visitor.get(f"/files/returns/{number}").status == 200]
    assert opened == [served.own_return]


def test_a_calendar_of_somebody_else_cannot_be_guessed_from_ones_own(served: Scene) -> None:
    one, other = (member(served, Role.AGENCY_LEAD, agency) for agency in (served.health, served.police))
    mine, theirs = (_secrets_of(served, person) for person in (one, other))
    assert len(mine) == len(theirs) == 43 and mine != theirs
    visitor = _visitor(one)
    assert visitor.get(f"/calendar/{theirs[:-1]}.ics").status == 404
    assert visitor.get(f"/calendar/{theirs.lower()}.ics").status == 404


def _secrets_of(where: Scene, person: t.Person) -> str:
    with work() as session:
        return new_feed(session, where.actor_of(person, Role.AGENCY_LEAD))
