"""A thousand guesses: at one account from one place and from a hundred, and one at each of a thousand accounts."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from maap.domain.one_time_links import SIGN_IN_LINK
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.domain.sessions import MOST_TRIES, TRIES_FROM_ONE_PLACE, WINDOW
from maap.usecases import signin
from maap.usecases.signin import begin_try, make_link, take_link
from tests import factories as make

NOW = make.NOW


@pytest.mark.parametrize("places", [1, 100])
def test_of_a_thousand_guesses_in_five_minutes_ten_are_looked_at_and_the_owner_comes_in_by_a_link(
    session: Session, places: int
) -> None:
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    looked_at = 0
    for n in range(1_000):
        try:
            begin_try(session, "ann@example.org", f"192.0.2.{n % places}", NOW + n * WINDOW / 1_000)
        except Problem:
            continue
        looked_at += 1
    assert 0 < looked_at <= MOST_TRIES
    link = make_link(session, ann.id or 0, SIGN_IN_LINK, NOW + timedelta(hours=1))
    assert take_link(session, link, NOW + WINDOW).id == ann.id
    begin_try(session, "ann@example.org", "198.51.100.1", NOW + 2 * WINDOW)


def test_one_guess_at_each_of_a_thousand_accounts_from_one_place_is_stopped_and_nobody_else_waits(
    session: Session,
) -> None:
    looked_at = 0
    for n in range(1_000):
        try:
            begin_try(session, f"person{n}@example.org", "192.0.2.1", NOW + n * WINDOW / 1_000)
        except Problem:
            continue
        looked_at += 1
    assert looked_at == TRIES_FROM_ONE_PLACE
    begin_try(session, "person1@example.org", "198.51.100.1", NOW + WINDOW)


def test_tries_that_nobody_counts_would_all_be_looked_at(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same thousand guesses where the throttle never finds that it is enough."""
    monkeypatch.setattr(signin, "throttle", lambda *_: None)
    for n in range(1_000):
        begin_try(session, "ann@example.org", "192.0.2.1", NOW + n * WINDOW / 1_000)
