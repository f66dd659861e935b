"""Views of a dashboard belong to somebody or to the team, and show each reader what is theirs to see."""

import pytest
from sqlmodel import Session, select

from maap.domain.fitting import Overtaken
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.saved_views import LONGEST_NAME, MOST, arrange
from maap.storage import tables as t
from maap.usecases.saved_views import delete_view, make_default, rename_view, save_view
from maap.views.saved_views import saved_views
from tests import factories as make
from tests.views.charted import Charted

KEPT = arrange("Before the board", ("themes", "grades"), "timeliness")


@pytest.fixture
def charted(session: Session) -> Charted:
    return Charted(session)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


@pytest.fixture
def observer(session: Session) -> Actor:
    return make.acting(session, Role.OBSERVER)


def test_a_view_keeps_tiles_in_their_order_and_the_choice(session: Session, charted: Charted, observer: Actor) -> None:
    save_view(session, observer, charted.id, KEPT, team=False)
    (view,) = saved_views(session, observer, charted.id).rows
    assert (view.name, view.tiles, view.chosen.domain) == ("Before the board", ("themes", "grades"), "timeliness")
    assert view.mine and not view.team


def test_ones_own_view_is_nobody_elses(session: Session, charted: Charted, coordinator: Actor, observer: Actor) -> None:
    view = save_view(session, observer, charted.id, KEPT, team=False)
    assert saved_views(session, coordinator, charted.id).rows == ()
    for deed in (
        lambda: delete_view(session, coordinator, charted.id, view),
        lambda: rename_view(session, coordinator, charted.id, view, "Mine", 1),
        lambda: make_default(session, coordinator, charted.id, view, True),
    ):
        with pytest.raises(NotYours):
            deed()


def test_the_teams_view_is_opened_by_everybody_and_changed_by_the_team_alone(
    session: Session, charted: Charted, coordinator: Actor, observer: Actor
) -> None:
    view = save_view(session, coordinator, charted.id, KEPT, team=True)
    (seen,) = saved_views(session, observer, charted.id).rows
    assert seen.team and not seen.mine
    with pytest.raises(NotAllowed):
        delete_view(session, observer, charted.id, view)
    with pytest.raises(NotAllowed):
        save_view(session, observer, charted.id, KEPT, team=True)


def test_a_reader_gets_neither_the_teams_tiles_nor_an_agency_through_a_view(
    session: Session, charted: Charted, coordinator: Actor, observer: Actor
) -> None:
    kept = arrange("Police", ("lines", "grades"), "", charted.agencies["police"].id)
    save_view(session, coordinator, charted.id, kept, team=True)
    (seen,) = saved_views(session, observer, charted.id).rows
    assert seen.tiles == ("grades",)
    assert seen.chosen.agency_id is None
    (whole,) = saved_views(session, coordinator, charted.id).rows
    assert whole.tiles == ("lines", "grades") and whole.chosen.agency_id == charted.agencies["police"].id


def test_a_view_of_another_audit_is_not_there(session: Session, charted: Charted, coordinator: Actor) -> None:
    view = save_view(session, coordinator, charted.id, KEPT, team=True)
    other = make.audit(session, stage="fieldwork")
    with pytest.raises(NotYours):
        delete_view(session, coordinator, other.id or 0, view)


def test_the_same_name_replaces_what_was_kept_under_it(session: Session, charted: Charted, coordinator: Actor) -> None:
    first = save_view(session, coordinator, charted.id, KEPT, team=True)
    assert save_view(session, coordinator, charted.id, arrange("before the BOARD", ("returns",)), team=True) == first
    (view,) = saved_views(session, coordinator, charted.id).rows
    assert view.tiles == ("returns",)
    assert save_view(session, coordinator, charted.id, KEPT, team=False) != first


def test_one_view_at_most_opens_first_and_ones_own_goes_before_the_teams(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    team = [save_view(session, coordinator, charted.id, arrange(name, ("grades",)), team=True) for name in "AB"]
    for view in team:
        make_default(session, coordinator, charted.id, view, True)
    views = saved_views(session, coordinator, charted.id)
    assert [row.name for row in views.rows if row.is_default] == ["B"]
    mine = save_view(session, coordinator, charted.id, KEPT, team=False)
    make_default(session, coordinator, charted.id, mine, True)
    default = saved_views(session, coordinator, charted.id).default
    assert default is not None and default.id == mine
    make_default(session, coordinator, charted.id, mine, False)
    default = saved_views(session, coordinator, charted.id).default
    assert default is not None and default.name == "B"


def test_a_colleagues_new_name_is_not_overwritten(session: Session, charted: Charted, coordinator: Actor) -> None:
    view = save_view(session, coordinator, charted.id, KEPT, team=True)
    rename_view(session, coordinator, charted.id, view, "First", 1)
    with pytest.raises(Overtaken):
        rename_view(session, coordinator, charted.id, view, "Second", 1)


def test_two_views_of_one_owner_never_share_a_name(session: Session, charted: Charted, coordinator: Actor) -> None:
    save_view(session, coordinator, charted.id, KEPT, team=True)
    other = save_view(session, coordinator, charted.id, arrange("Other", ("grades",)), team=True)
    with pytest.raises(Problem, match="already"):
        rename_view(session, coordinator, charted.id, other, "before the board", 1)


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name_that_fits(name: str) -> None:
    with pytest.raises(Problem):
        arrange(name, ("grades",))


def test_a_view_without_a_chart_is_refused() -> None:
    with pytest.raises(Problem, match="at least one chart"):
        arrange("Empty", ("made up",))


def test_no_identifier_gets_into_a_name(session: Session, charted: Charted, coordinator: Actor) -> None:
    with pytest.raises(Problem):
        save_view(session, coordinator, charted.id, arrange("Case of 943 476 5919", ("grades",)), team=True)


def test_there_is_an_end_to_how_many_are_kept(session: Session, charted: Charted, coordinator: Actor) -> None:
    for n in range(MOST):
        save_view(session, coordinator, charted.id, arrange(f"View {n}", ("grades",)), team=False)
    with pytest.raises(Problem, match="Delete one"):
        save_view(session, coordinator, charted.id, arrange("One more", ("grades",)), team=False)


def test_every_deed_is_in_the_trail(session: Session, charted: Charted, coordinator: Actor) -> None:
    view = save_view(session, coordinator, charted.id, KEPT, team=True)
    rename_view(session, coordinator, charted.id, view, "Later", 1)
    make_default(session, coordinator, charted.id, view, True)
    delete_view(session, coordinator, charted.id, view)
    deeds = list(session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))
    assert deeds[-4:] == ["saved a view", "renamed a view", "chose a view to open with", "deleted a view"]
    assert saved_views(session, coordinator, charted.id).rows == ()


def test_who_may_not_see_the_charts_keeps_no_view(session: Session, charted: Charted) -> None:
    lead = make.acting(session, Role.AGENCY_LEAD, agency=charted.agencies["police"])
    with pytest.raises(NotAllowed):
        save_view(session, lead, charted.id, KEPT, team=False)
