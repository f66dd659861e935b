"""A screen on a wall: its link is made and ended by the coordinator, and it shows no agency's own figures."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.displays import MOST_OPEN
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.sessions import digest
from maap.storage import tables as t
from maap.usecases.displays import make_display_link, revoke_display_link, was_seen
from maap.views.displays import display_links, screen, wall
from tests import factories as make
from tests.views.charted import Charted


@pytest.fixture
def charted(session: Session) -> Charted:
    return Charted(session)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def test_only_the_digest_of_the_token_is_kept_and_the_trail_says_who_made_and_ended_it(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    token = make_display_link(session, coordinator, charted.id, 30)
    row = session.exec(select(t.DisplayLink)).one()
    assert row.digest == digest(token)
    assert token not in repr(row)
    assert row.expires_at - row.made_at == timedelta(days=30)
    revoke_display_link(session, coordinator, charted.id, row.id or 0)
    deeds = list(session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))
    assert deeds[-2:] == ["made a display link", "revoked a display link"]


def test_a_link_opens_until_it_is_ended_or_runs_out(session: Session, charted: Charted, coordinator: Actor) -> None:
    token = make_display_link(session, coordinator, charted.id, 7)
    found = screen(session, token, make.NOW)
    assert found is not None
    assert found.audit_id == charted.id
    assert screen(session, "made-up", make.NOW) is None
    assert screen(session, token, make.NOW + timedelta(days=7)) is None
    revoke_display_link(session, coordinator, charted.id, 1)
    assert screen(session, token, make.NOW) is None


def test_a_link_of_another_audit_and_one_that_is_ended_cannot_be_ended(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    make_display_link(session, coordinator, charted.id, 7)
    other = make.audit(session)
    with pytest.raises(NotYours):
        revoke_display_link(session, coordinator, other.id or 0, 1)
    revoke_display_link(session, coordinator, charted.id, 1)
    with pytest.raises(NotYours):
        revoke_display_link(session, coordinator, charted.id, 1)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.OBSERVER])
def test_nobody_else_makes_ends_or_lists_them(
    session: Session, charted: Charted, coordinator: Actor, role: Role
) -> None:
    make_display_link(session, coordinator, charted.id, 7)
    somebody = make.acting(session, role)
    with pytest.raises(NotAllowed):
        make_display_link(session, somebody, charted.id, 7)
    with pytest.raises(NotAllowed):
        revoke_display_link(session, somebody, charted.id, 1)
    with pytest.raises(NotAllowed):
        display_links(session, somebody, charted.id)


def test_the_time_is_one_of_a_few_and_screens_are_not_without_number(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    with pytest.raises(Problem, match="7, 30, 90 or 180 days"):
        make_display_link(session, coordinator, charted.id, 3650)
    for _ in range(MOST_OPEN):
        make_display_link(session, coordinator, charted.id, 7)
    with pytest.raises(Problem, match="End one of them first"):
        make_display_link(session, coordinator, charted.id, 7)
    revoke_display_link(session, coordinator, charted.id, 1)
    make_display_link(session, coordinator, charted.id, 7)


def test_the_list_says_when_a_screen_was_last_seen(session: Session, charted: Charted, coordinator: Actor) -> None:
    token = make_display_link(session, coordinator, charted.id, 7)
    (line,) = display_links(session, coordinator, charted.id)
    assert (line.state, line.seen_at) == ("on", None)
    was_seen(session, token, make.NOW)
    (line,) = display_links(session, coordinator, charted.id)
    assert line.seen_at == make.NOW
    soon, later = (screen(session, token, make.NOW + timedelta(seconds=n)) for n in (59, 60))
    assert soon is not None and soon.noticed
    assert later is not None and not later.noticed


def test_figures_wait_until_somebody_of_any_agency_finds_three_others_in_them(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    """With three agencies, somebody of one of them who stands there would have the other two."""
    token = make_display_link(session, coordinator, charted.id, 7)
    found = screen(session, token, make.NOW)
    assert found is not None
    theme = make.theme(session)
    for agency in ("police", "health", "schools"):
        row = charted.graded(agency, timeliness="good")
        make.mark(session, make.answer(session, row, "well", "Said."), theme)
    told = wall(session, found.actor, charted.id)
    assert told.grades == {}
    assert told.themes.kept_back
    assert told.returns.handed_in == 3
    row = charted.graded("housing", timeliness="good")
    make.mark(session, make.answer(session, row, "well", "Said."), theme)
    told = wall(session, found.actor, charted.id)
    assert told.grades == {"timeliness": {"good": 4}}
    assert [row.strengths for row in told.themes.rows] == [4]
