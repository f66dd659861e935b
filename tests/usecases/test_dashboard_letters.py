"""Letters about a dashboard come to those who asked, on their day, without a figure, and only while they may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.dashboard_letters import is_due
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.dashboard_letters import stop_letters, want_letters, write_due
from maap.views.dashboard_letters import letters_about
from tests import factories as make
from tests.views.charted import Charted

MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.fixture
def charted(session: Session) -> Charted:
    made = Charted(session)
    made.graded("police", timeliness="good")
    return made


@pytest.fixture
def reader(session: Session) -> Actor:
    return make.acting(session, Role.OBSERVER)


def _letters(session: Session) -> list[t.Letter]:
    return list(session.exec(select(t.Letter).where(t.Letter.kind == "dashboard").order_by(t.Letter.id)))


def test_a_letter_is_written_on_its_day_and_once(session: Session, charted: Charted, reader: Actor) -> None:
    want_letters(session, reader, charted.id, 0)
    assert [write_due(session, MONDAY + timedelta(hours=n)) for n in (0, 1, 24, 24 * 6, 24 * 7)] == [1, 0, 0, 0, 1]
    assert {letter.person_id for letter in _letters(session)} == {reader.person_id}


def test_it_holds_where_the_charts_are_and_no_figure_of_them(session: Session, charted: Charted, reader: Actor) -> None:
    want_letters(session, reader, charted.id, 0)
    write_due(session, MONDAY)
    (letter,) = _letters(session)
    said = letter.body.replace(charted.audit.reference, "").replace(charted.audit.title, "").replace(reader.name, "")
    assert "Charts" in said and "To stop these letters, without signing in" in said
    assert not any(sign.isdigit() for sign in said)


@pytest.mark.parametrize(
    "last, today, due",
    [
        (date(2026, 2, 28), date(2026, 3, 1), True),
        (date(2026, 3, 1), date(2026, 3, 31), False),
        (date(2025, 12, 31), date(2026, 1, 5), True),
    ],
)
def test_once_a_month_is_once_in_each_month(last: date, today: date, due: bool) -> None:
    assert is_due(None, last, today) is due


def test_who_may_not_see_the_charts_any_more_gets_no_letter(session: Session, charted: Charted, reader: Actor) -> None:
    want_letters(session, reader, charted.id, 0)
    session.delete(session.exec(select(t.Appointment).where(t.Appointment.person_id == reader.person_id)).one())
    session.flush()
    assert write_due(session, MONDAY) == 0


def test_who_has_left_gets_no_letter(session: Session, charted: Charted, reader: Actor) -> None:
    want_letters(session, reader, charted.id, 0)
    session.get_one(t.Person, reader.person_id).active = False
    session.flush()
    assert write_due(session, MONDAY) == 0


def test_of_a_closed_audit_no_letters_are_asked_for_or_written(
    session: Session, charted: Charted, reader: Actor
) -> None:
    want_letters(session, reader, charted.id, 0)
    charted.audit.stage = "closed"
    session.add(charted.audit)
    session.flush()
    assert write_due(session, MONDAY) == 0
    with pytest.raises(Problem, match="closed"):
        want_letters(session, reader, charted.id, 0)


def test_they_are_stopped_by_one_deed_and_changed_by_asking_again(
    session: Session, charted: Charted, reader: Actor
) -> None:
    want_letters(session, reader, charted.id, 0)
    want_letters(session, reader, charted.id, None)
    assert letters_about(session, reader, charted.id).day is None
    stop_letters(session, reader, charted.id)
    assert not letters_about(session, reader, charted.id).wanted
    assert write_due(session, MONDAY) == 0
    deeds = list(session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))
    assert deeds[-1] == "stopped letters about a dashboard"
    asked = select(t.TrailEntry.detail).where(t.TrailEntry.deed == "asked for letters about a dashboard")
    assert list(session.exec(asked.order_by(t.TrailEntry.id))) == [{"when": "every Monday"}, {"when": "once a month"}]


def test_nobody_asks_for_another_days_letters_or_for_charts_they_may_not_see(
    session: Session, charted: Charted, reader: Actor
) -> None:
    with pytest.raises(Problem, match="Monday to Friday"):
        want_letters(session, reader, charted.id, 6)
    with pytest.raises(NotAllowed):
        want_letters(session, make.acting(session, Role.AGENCY_LEAD, agency=charted.agencies["police"]), charted.id, 0)
