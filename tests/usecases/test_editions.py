"""A second edition takes the place of the first, which stays as it was for those who worked with it."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from maap.domain.people import Actor, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.use_made import Use
from maap.storage import tables as t
from maap.usecases.documents import keep_draft, publish, publish_annual, withdraw
from maap.usecases.use_made import record_use
from maap.views.documents import Kind, annual_document, draft
from maap.views.editions import documents_room, edition_file, published, taken_over_by
from maap.views.library import Wanted, library
from maap.views.use_made import own_uses, uses
from tests import factories as make
from tests.reports.scene import Reported


@pytest.fixture
def scene(session: Session) -> Reported:
    return Reported(session)


@pytest.fixture
def observer(session: Session) -> Actor:
    return make.acting(session, Role.OBSERVER)


def _edition(session: Session, scene: Reported, words: bytes, days: int = 0, kind: Kind = Kind.BRIEFING) -> int:
    """An edition of the briefing, published so many days later."""
    later = make.NOW + timedelta(days=days)
    chair = make.acting(session, Role.CHAIR, now=later)
    document = draft(session, scene.coordinator, scene.id, kind).document
    edition = keep_draft(session, scene.coordinator, scene.id, document)
    publish(session, chair, scene.id, edition, {"pdf": words, "html": b"<header>" + words}, 1)
    return edition


def test_the_newest_edition_is_the_only_one_that_lists_lead_to(
    session: Session, scene: Reported, observer: Actor
) -> None:
    first, second = _edition(session, scene, b"one"), _edition(session, scene, b"two", days=3)
    shelf = published(session, observer)
    assert [one.edition_id for one in shelf] == [second]
    assert [one.edition_id for one in shelf[0].earlier] == [first]
    assert [one.edition_id for one in library(session, observer, Wanted()).found] == [second]
    room = documents_room(session, scene.chair, scene.id)
    assert [one.edition_id for one in room.lines] == [second]


def test_the_first_stays_as_it_was_and_is_read_as_before(session: Session, scene: Reported, observer: Actor) -> None:
    first = _edition(session, scene, b"one")
    body = session.get_one(t.Edition, first).body
    second = _edition(session, scene, b"two", days=3)
    assert edition_file(session, observer, first, "pdf")[1] == b"one"
    assert session.get_one(t.Edition, first).body == body
    newer = taken_over_by(session, observer, first)
    assert newer is not None
    assert (newer.edition_id, newer.out) == (second, True)
    assert newer.published_at == make.NOW + timedelta(days=3)
    assert taken_over_by(session, observer, second) is None


def test_of_three_the_first_leads_to_the_last(session: Session, scene: Reported, observer: Actor) -> None:
    first, second, third = (_edition(session, scene, b"words", days=day) for day in (0, 3, 5))
    assert next(one.earlier for one in published(session, observer))[-1].edition_id == first
    for old in (first, second):
        newer = taken_over_by(session, observer, old)
        assert newer is not None
        assert newer.edition_id == third


def test_an_edition_of_another_kind_replaces_nothing(session: Session, scene: Reported, observer: Actor) -> None:
    briefing = _edition(session, scene, b"one")
    report = _edition(session, scene, b"two", kind=Kind.REPORT)
    assert {one.edition_id for one in published(session, observer)} == {briefing, report}


def test_an_edition_of_another_audit_replaces_nothing(session: Session, scene: Reported, observer: Actor) -> None:
    other = Reported(session)
    found = {_edition(session, one, b"words") for one in (scene, other)}
    assert {one.edition_id for one in published(session, observer)} == found


def test_a_year_is_published_again(session: Session, scene: Reported, observer: Actor) -> None:
    document = annual_document(session, scene.coordinator, scene.audit.year)
    first, second = (publish_annual(session, scene.chair, document, {"pdf": b"%PDF"}) for _ in range(2))
    shelf = published(session, observer)
    assert [one.edition_id for one in shelf] == [second]
    assert [one.edition_id for one in shelf[0].earlier] == [first]


def test_when_the_second_is_withdrawn_the_first_does_not_come_back_and_says_so(
    session: Session, scene: Reported, observer: Actor
) -> None:
    first, second = _edition(session, scene, b"one"), _edition(session, scene, b"two", days=3)
    withdraw(session, scene.chair, scene.id, second, 2)
    assert published(session, observer) == ()
    newer = taken_over_by(session, observer, first)
    assert newer is not None
    assert not newer.out
    with pytest.raises(NotYours):
        edition_file(session, observer, second, "pdf")


def test_an_edition_that_was_replaced_can_still_be_withdrawn(
    session: Session, scene: Reported, observer: Actor
) -> None:
    first, second = _edition(session, scene, b"one"), _edition(session, scene, b"two", days=3)
    withdraw(session, scene.chair, scene.id, first, session.get_one(t.Edition, first).revision)
    with pytest.raises(NotYours):
        edition_file(session, observer, first, "pdf")
    assert [(one.edition_id, one.earlier) for one in published(session, observer)] == [(second, ())]


def test_an_edition_that_was_withdrawn_before_is_not_said_to_be_replaced(
    session: Session, scene: Reported, observer: Actor
) -> None:
    first = _edition(session, scene, b"one")
    withdraw(session, scene.chair, scene.id, first, 2)
    _edition(session, scene, b"two", days=3)
    assert taken_over_by(session, observer, first) is None
    assert session.get_one(t.Edition, first).state == "withdrawn"


def test_the_trail_says_whose_place_was_taken(session: Session, scene: Reported) -> None:
    first = _edition(session, scene, b"one")
    _edition(session, scene, b"two", days=3)
    entry = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert entry is not None
    assert entry.detail["replaces"] == f"edition {first}"


def test_accounts_of_use_stay_beside_the_newest_edition(session: Session, scene: Reported) -> None:
    lead = scene.lead("police")
    day = lead.today
    first = _edition(session, scene, b"one")
    record_use(session, lead, first, Use(how="team meeting", reached=14, used_on=day))
    before = {one.silent for one in uses(session, scene.coordinator)}
    _edition(session, scene, b"two", days=3)
    told = own_uses(session, lead)
    assert [(use.reached, use.earlier) for use in told[0].uses] == [(14, day)]
    assert {one.silent for one in uses(session, scene.coordinator)} == before
    stranger = scene.lead("health")
    assert [one.uses for one in own_uses(session, stranger)] == [()]


def test_a_use_of_an_edition_that_was_just_replaced_is_not_recorded(session: Session, scene: Reported) -> None:
    first = _edition(session, scene, b"one")
    _edition(session, scene, b"two", days=3)
    with pytest.raises(Problem, match="Replaced by the edition of"):
        record_use(session, scene.lead("police"), first, Use(how="team meeting", used_on=date(2026, 3, 3)))
