"""Figures go outside: taken by one person, approved by another, never too soon, and until somebody takes them back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.allowances import TooOften
from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.shared import TileKey, TooSoon
from maap.storage import tables as t
from maap.usecases.opening_shared import MOST_CALLS, count_call, count_view, end_data_key, new_data_key
from maap.usecases.sharing import (
    approve_snapshot,
    make_share_link,
    revoke_share_link,
    take_snapshot,
    withdraw_snapshot,
)
from maap.views.sharing import all_shared, behind_link, key_holder, sharing_page
from tests import factories as make

TILES = tuple(TileKey)
THEMES = (TileKey.THEMES,)


class Shelf:
    """An audit of twelve cases that three agencies answered, a coordinator and a chair."""

    def __init__(self, session: Session, cases: int = 12) -> None:
        self.session = session
        self.agencies = [make.agency(session, key) for key in ("police", "health", "social_care")]
        self.audit = make.audit(session, *self.agencies, stage="panel")
        self.id = self.audit.id or 0
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.chair = make.acting(session, Role.CHAIR)
        self.theme = make.theme(session, "information_sharing")
        self.add(cases)

    def add(self, cases: int, at: timedelta = timedelta(days=-1)) -> None:
        """More cases that every agency has answered; nine in ten name the theme as a strength."""
        for n in range(cases):
            case = make.case(self.session, self.audit)
            for agency in self.agencies:
                facts = {"state": "submitted", "submitted_at": make.NOW + at}
                of = make.a_return(self.session, case, agency, **facts)
                if n % 10:
                    make.mark(self.session, make.answer(self.session, of, "well", "Said."), self.theme)

    def out(self) -> int:
        """A snapshot that is approved."""
        taken = take_snapshot(self.session, self.coordinator, self.id, THEMES)
        approve_snapshot(self.session, self.chair, self.id, taken, 1)
        return taken


@pytest.fixture
def shelf(session: Session) -> Shelf:
    return Shelf(session)


def deeds(session: Session) -> list[str]:
    return list(session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))


def test_a_snapshot_is_not_out_before_a_second_person_approves_it(shelf: Shelf, session: Session) -> None:
    taken = take_snapshot(session, shelf.coordinator, shelf.id, TILES)
    with pytest.raises(Problem, match="second person"):
        approve_snapshot(session, shelf.coordinator, shelf.id, taken, 1)
    with pytest.raises(Problem, match="must approve"):
        make_share_link(session, shelf.coordinator, shelf.id, taken, 30)
    approve_snapshot(session, shelf.chair, shelf.id, taken, 1)
    token = make_share_link(session, shelf.coordinator, shelf.id, taken, 30)
    told = behind_link(session, token, make.NOW)
    assert told is not None
    assert told.body.cases == 10
    assert deeds(session)[-3:] == ["took a snapshot to share", "approved a snapshot", "made a share link"]


def test_what_is_stored_for_readers_holds_no_true_count_no_agency_and_no_word(shelf: Shelf, session: Session) -> None:
    shelf.out()
    row = session.exec(select(t.SharedSnapshot)).one()
    text = str(row.body)
    assert "'of': 10" in text
    assert "12" not in text
    assert not any(agency.name in text for agency in shelf.agencies)
    assert "Said." not in text


def test_a_link_ends_when_it_is_revoked_and_when_its_time_is_over(shelf: Shelf, session: Session) -> None:
    taken = shelf.out()
    token = make_share_link(session, shelf.coordinator, shelf.id, taken, 14)
    assert behind_link(session, token, make.NOW + timedelta(days=13))
    assert behind_link(session, token, make.NOW + timedelta(days=14)) is None
    link = session.exec(select(t.ShareLink)).one()
    assert token not in str(link.model_dump())
    revoke_share_link(session, shelf.coordinator, shelf.id, link.id or 0)
    assert behind_link(session, token, make.NOW) is None
    assert behind_link(session, "made-up", make.NOW) is None


def test_views_are_counted(shelf: Shelf, session: Session) -> None:
    token = make_share_link(session, shelf.coordinator, shelf.id, shelf.out(), 14)
    for _ in range(3):
        count_view(session, token)
    assert [link.views for link in sharing_page(session, shelf.chair, shelf.id).links] == [3]


def test_a_snapshot_that_is_withdrawn_takes_its_links_with_it(shelf: Shelf, session: Session) -> None:
    taken = shelf.out()
    token = make_share_link(session, shelf.coordinator, shelf.id, taken, 14)
    withdraw_snapshot(session, shelf.coordinator, shelf.id, taken)
    assert behind_link(session, token, make.NOW) is None
    assert sharing_page(session, shelf.chair, shelf.id).out is None


def test_a_new_snapshot_waits_for_enough_new_cases_from_enough_agencies(shelf: Shelf, session: Session) -> None:
    shelf.out()
    for _ in range(4):
        shelf.add(1, timedelta(hours=1))
        with pytest.raises(TooSoon):
            take_snapshot(session, shelf.coordinator, shelf.id, THEMES)
    shelf.add(1, timedelta(hours=1))
    assert take_snapshot(session, shelf.coordinator, shelf.id, THEMES)


def test_cases_of_one_agency_alone_are_not_enough(shelf: Shelf, session: Session) -> None:
    shelf.out()
    shelf.agencies = shelf.agencies[:2]
    shelf.add(20, timedelta(hours=1))
    with pytest.raises(TooSoon):
        take_snapshot(session, shelf.coordinator, shelf.id, THEMES)


def test_cases_that_are_not_known_hold_no_answer_and_are_not_enough(shelf: Shelf, session: Session) -> None:
    shelf.out()
    for _ in range(20):
        case = make.case(session, shelf.audit)
        for agency in shelf.agencies:
            facts = {"state": "not known to us", "submitted_at": make.NOW + timedelta(hours=1)}
            make.a_return(session, case, agency, **facts)
    with pytest.raises(TooSoon):
        take_snapshot(session, shelf.coordinator, shelf.id, THEMES)


def test_what_is_out_does_not_move_with_the_answers(shelf: Shelf, session: Session) -> None:
    """One case after the other comes in: the page behind the link stays the same until a new snapshot is approved."""
    token = make_share_link(session, shelf.coordinator, shelf.id, shelf.out(), 14)
    first = behind_link(session, token, make.NOW)
    for _ in range(20):
        shelf.add(1, timedelta(hours=1))
        assert behind_link(session, token, make.NOW) == first


def test_the_next_snapshot_says_what_differs_and_ends_the_one_before(shelf: Shelf, session: Session) -> None:
    token = make_share_link(session, shelf.coordinator, shelf.id, shelf.out(), 14)
    shelf.add(23, timedelta(hours=1))
    taken = take_snapshot(session, shelf.coordinator, shelf.id, THEMES)
    changes = sharing_page(session, shelf.chair, shelf.id).changes
    assert any("Information sharing, as a strength" in where and now == "30" for where, _, _, now in changes)
    approve_snapshot(session, shelf.chair, shelf.id, taken, 1)
    assert behind_link(session, token, make.NOW) is None


def test_small_audits_show_no_figure_and_say_why(session: Session) -> None:
    shelf = Shelf(session, cases=6)
    take_snapshot(session, shelf.coordinator, shelf.id, THEMES)
    waiting = sharing_page(session, shelf.chair, shelf.id).waiting
    assert waiting is not None
    (tile,) = waiting.body.tiles
    assert "hidden to protect children" in tile.sentence
    assert all(set(row[1:]) == {"hidden"} for row in tile.table)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_the_coordinator_shares(session: Session, role: Role) -> None:
    shelf = Shelf(session, cases=6)
    somebody = make.acting(session, role, agency=shelf.agencies[0])
    with pytest.raises((NotAllowed, NotYours)):
        take_snapshot(session, somebody, shelf.id, THEMES)


def test_a_persons_address_is_theirs_alone_and_ends_when_they_say_so(shelf: Shelf, session: Session) -> None:
    shelf.out()
    observer = make.acting(session, Role.OBSERVER)
    token = new_data_key(session, observer)
    holder = key_holder(session, token, make.NOW)
    assert holder is not None
    assert [told.reference for told in all_shared(session, holder)] == [shelf.audit.reference]
    assert new_data_key(session, observer) != token
    assert key_holder(session, token, make.NOW) is None
    token = new_data_key(session, observer)
    end_data_key(session, observer)
    assert key_holder(session, token, make.NOW) is None


def test_a_person_who_left_or_may_see_no_charts_gets_nothing(shelf: Shelf, session: Session) -> None:
    shelf.out()
    auditor = make.acting(session, Role.AUDITOR, agency=shelf.agencies[0])
    holder = key_holder(session, new_data_key(session, auditor), make.NOW)
    assert holder is not None
    assert all_shared(session, holder) == ()
    observer = make.acting(session, Role.OBSERVER)
    token = new_data_key(session, observer)
    person = session.get_one(t.Person, observer.person_id)
    person.active = False
    session.flush()
    assert key_holder(session, token, make.NOW) is None


def test_an_address_answers_so_often_in_an_hour_and_leaves_a_line_each_time(shelf: Shelf, session: Session) -> None:
    token = new_data_key(session, shelf.coordinator)
    holder = shelf.coordinator
    for _ in range(MOST_CALLS):
        count_call(session, holder, token, 1)
    with pytest.raises(TooOften, match="Wait 60 minutes"):
        count_call(session, holder, token, 1)
    count_call(session, replace(holder, now=holder.now + timedelta(hours=1)), token, 1)
    assert deeds(session).count("sent figures to a spreadsheet") == MOST_CALLS + 1
