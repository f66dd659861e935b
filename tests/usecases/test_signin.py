"""The throttle, sessions and one-time links, as the use cases keep them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.domain.sessions import MOST_TRIES, TRIES_FROM_ONE_PLACE, WINDOW, SessionState
from maap.storage import tables as t
from maap.usecases.signin import LinkSpent, begin_try, forgive, link_holder, make_link, person_for, sign_in, touch
from maap.views.people import who
from tests import factories as make

NOW = make.NOW


def _guesses(session: Session, many: int, email: str = "ann@example.org", place: str = "192.0.2.1") -> int:
    """How many of so many tries, one every 17 seconds, are let through."""
    let_through = 0
    for n in range(many):
        try:
            begin_try(session, email, place, NOW + n * timedelta(seconds=17))
            let_through += 1
        except Problem:
            continue
    return let_through


def test_ten_tries_in_five_minutes_and_no_more(session: Session) -> None:
    assert _guesses(session, int(WINDOW.total_seconds() / 17)) == MOST_TRIES


def test_spelling_the_address_otherwise_is_no_way_round(session: Session) -> None:
    assert _guesses(session, MOST_TRIES) == MOST_TRIES
    for email in ("ANN@example.org", " ann@example.org "):
        with pytest.raises(Problem, match="too many tries"):
            begin_try(session, email, "192.0.2.7", NOW + timedelta(seconds=200))


def test_one_place_cannot_try_many_accounts(session: Session) -> None:
    for n in range(TRIES_FROM_ONE_PLACE):
        begin_try(session, f"person{n}@example.org", "192.0.2.1", NOW)
    with pytest.raises(Problem, match="too many tries"):
        begin_try(session, "another@example.org", "192.0.2.1", NOW)
    begin_try(session, "another@example.org", "192.0.2.2", NOW)


def test_unlocking_pages_is_not_counted_by_place(session: Session) -> None:
    for n in range(TRIES_FROM_ONE_PLACE + 1):
        begin_try(session, f"person{n}@example.org", "", NOW)


def test_a_try_that_fitted_is_forgiven(session: Session) -> None:
    forgive(session, begin_try(session, "ann@example.org", "192.0.2.1", NOW))
    assert session.exec(select(t.Attempt)).all() == []


def test_what_is_counted_names_nobody(session: Session) -> None:
    begin_try(session, "ann@example.org", "192.0.2.1", NOW)
    kept = str([row.model_dump() for row in session.exec(select(t.Attempt))])
    assert "ann@" not in kept and "192.0" not in kept  # no digest can hold these signs


def test_only_digests_of_tokens_are_stored(session: Session) -> None:
    person = make.person(session, Role.CHAIR)
    tokens = [sign_in(session, person, NOW), make_link(session, person.id or 0, "reset", NOW + timedelta(hours=1))]
    stored = str([row.model_dump() for table in (t.SignIn, t.Link) for row in session.exec(select(table))])
    assert all(len(token) >= 43 and token not in stored for token in tokens)


def test_a_session_locks_after_half_an_hour_and_ends_after_ten(session: Session) -> None:
    token = sign_in(session, make.person(session, Role.CHAIR), NOW)
    half_an_hour = timedelta(minutes=30)
    assert who(session, token, NOW + half_an_hour - timedelta(seconds=1)).state is SessionState.OPEN
    assert who(session, token, NOW + half_an_hour).state is SessionState.LOCKED
    touch(session, token, NOW + half_an_hour)
    assert who(session, token, NOW + 2 * half_an_hour - timedelta(seconds=1)).state is SessionState.OPEN
    touch(session, token, NOW + timedelta(hours=10))
    assert who(session, token, NOW + timedelta(hours=10)).state is SessionState.ENDED


def test_a_link_is_good_until_the_moment_it_ends(session: Session) -> None:
    person = make.person(session, Role.CHAIR)
    link = make_link(session, person.id or 0, "reset", NOW + timedelta(hours=1))
    assert link_holder(session, link, NOW + timedelta(minutes=59)).id == person.id
    with pytest.raises(LinkSpent):
        link_holder(session, link, NOW + timedelta(hours=1))


def test_people_who_left_are_not_found_by_their_address(session: Session) -> None:
    make.person(session, Role.CHAIR, email="ann@example.org", active=False)
    assert person_for(session, "ann@example.org") is None
