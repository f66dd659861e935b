"""The coordinator gives an agency more time on the page of returns; nobody else is offered it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import LONDON, Role
from maap.domain.timetable import add_working_days
from maap.outside.bank_holidays import around
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.pages.conftest import a_person, everything, opened, refusals

Browser = Callable[[t.Person | None], AppTest]
GIVE = "give-more-time"


@pytest.fixture
def audit(set_up: None) -> int:
    """An audit in fieldwork, in which the police are a week late with one return."""
    with work() as session:
        police, today = make.agency(session, "police"), now().astimezone(LONDON).date()
        made = make.audit(session, police)
        make.a_return(session, make.case(session, made), police, "in progress", due=today - timedelta(days=7))
        return made.id or 0


def test_the_coordinator_gives_an_agency_more_time(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR)), "fieldwork/grid", audit=audit)
    assert "0 of 1 return in, 1 late." in everything(page)
    page.button(key=GIVE).click().run()
    today = now().astimezone(LONDON).date()
    with reading() as session:
        assert session.exec(select(t.Return.due)).one() == add_working_days(today, 5, around(today))
    assert not page.error and "1 late" not in everything(page)


def test_a_refusal_stands_beside_the_form_and_what_was_chosen_stays(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR)), "fieldwork/grid", audit=audit)
    chosen = page.date_input(key=f"more-time-{audit}/until")
    long_ago = now().astimezone(LONDON).date() - timedelta(days=1)
    chosen.set_value(long_ago)
    page.button(key=GIVE).click().run()
    assert "still to come" in refusals(page)
    assert page.date_input(key=f"more-time-{audit}/until").value == long_ago and len(page.title) == 1


def test_it_is_given_twice_without_a_new_page(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR)), "fieldwork/grid", audit=audit)
    page.button(key=GIVE).click().run()
    page.button(key=GIVE).click().run()
    assert not page.exception and "already" in refusals(page)
    assert page.selectbox(key=f"more-time-{audit}/agency").options == ["Police"]


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.CHAIR])
def test_nobody_else_is_offered_it(audit: int, signed_in: Browser, role: Role) -> None:
    with reading() as session:
        police = session.exec(select(t.Agency)).one()
    someone = a_person(role, agency=police if role is Role.AGENCY_LEAD else None)
    page = opened(signed_in(someone), "fieldwork/grid", audit=audit)
    assert page.title[0].value == "Returns"
    assert GIVE not in [button.key for button in page.button]
