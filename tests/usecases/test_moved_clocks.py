"""The clock is moved, the server stands elsewhere, summer time comes and goes: times mean the same, and nothing lasts longer."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.domain.sessions import IDLE, LONGEST, SKEW, SessionState, is_fresh
from maap.domain.written_dates import spoken
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.trail import faults, record
from maap.ui.words import moment
from maap.usecases.signin import LinkSpent, link_holder, make_link, sign_in, touch
from maap.views.people import who
from tests import factories as make

SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
"""When clocks in London go forward and back."""
END_OF_32_BITS = datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def _signed_in(session: Session, at: datetime) -> str:
    return sign_in(session, make.person(session, Role.COORDINATOR), at)


@pytest.mark.parametrize("night", [SPRING, AUTUMN, END_OF_32_BITS, datetime(2028, 2, 29, 23, 50, tzinfo=UTC)])
def test_a_session_lasts_as_long_as_stated_through_any_night(session: Session, night: datetime) -> None:
    at = night - timedelta(minutes=10)
    token = _signed_in(session, at)
    assert who(session, token, at + IDLE - SECOND).state is SessionState.OPEN
    assert who(session, token, at + IDLE).state is SessionState.LOCKED
    touch(session, token, at + IDLE - SECOND)
    assert who(session, token, at + 2 * IDLE - 2 * SECOND).state is SessionState.OPEN
    assert who(session, token, at + LONGEST).state is SessionState.ENDED


@pytest.mark.parametrize("night", [SPRING, AUTUMN, END_OF_32_BITS])
def test_a_link_works_until_its_end_and_not_a_second_longer(session: Session, night: datetime) -> None:
    person = make.person(session, Role.AUDITOR)
    token = make_link(session, person.id or 0, "invitation", night + HOUR)
    assert link_holder(session, token, night + HOUR - SECOND).id == person.id
    with pytest.raises(LinkSpent):
        link_holder(session, token, night + HOUR)


def test_a_clock_that_is_put_forward_locks_and_loses_nothing(session: Session) -> None:
    token = _signed_in(session, make.NOW)
    assert who(session, token, make.NOW + HOUR).state is SessionState.LOCKED


def test_a_clock_that_is_put_back_cannot_make_a_session_last_longer(session: Session) -> None:
    token = _signed_in(session, make.NOW)
    assert who(session, token, make.NOW - HOUR).state is SessionState.LOCKED
    assert not is_fresh(make.NOW, make.NOW - HOUR)


def test_two_machines_whose_clocks_differ_a_little_agree(session: Session) -> None:
    token = _signed_in(session, make.NOW)
    assert who(session, token, make.NOW - SKEW).state is SessionState.OPEN
    assert is_fresh(make.NOW, make.NOW - SKEW)


def test_the_trail_stands_in_the_order_of_its_deeds_whatever_the_clock_said(session: Session) -> None:
    someone = make.person(session, Role.COORDINATOR)
    for at in (make.NOW, make.NOW - HOUR, END_OF_32_BITS + HOUR, make.NOW + HOUR):
        record(session, make.actor(someone, Role.COORDINATOR, now=at), "moved the clock")
    session.flush()
    lines = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id))).all()
    assert [line.at for line in lines if line.deed == "moved the clock"] == [
        make.NOW,
        make.NOW - HOUR,
        END_OF_32_BITS + HOUR,
        make.NOW + HOUR,
    ]
    assert list(faults(session)) == []


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (SPRING - SECOND, "29 March 2026 at 00:59"),
        (SPRING, "29 March 2026 at 02:00"),
        (AUTUMN - SECOND, "25 October 2026 at 01:59"),
        (AUTUMN, "25 October 2026 at 01:00"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 00:30"),
        (END_OF_32_BITS + HOUR, "19 January 2038 at 04:14"),
    ],
)
def test_times_are_said_as_clocks_in_london_show_them(at: datetime, said: str) -> None:
    assert moment(at) == said


def test_the_twenty_ninth_of_february_is_a_day() -> None:
    assert spoken(date(2028, 2, 29)) == "29 February 2028"


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that stands elsewhere."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_new_york")
def test_a_server_that_stands_elsewhere_says_the_same_times_and_the_same_day(session: Session) -> None:
    assert moment(SPRING) == "29 March 2026 at 02:00"
    assert now().utcoffset() == timedelta(0)
    actor = make.actor(make.person(session), Role.COORDINATOR, now=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert actor.today == date(2026, 7, 1)
