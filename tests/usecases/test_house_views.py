"""Views of the dashboards of the house: one's own, or everybody's; an agency's are its own."""

import pytest
from sqlmodel import Session

from maap.domain.house_boards import TILES, Board
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.saved_views import Arranged, arrange
from maap.usecases.house_views import (
    delete_house_view,
    make_house_default,
    rename_house_view,
    save_house_view,
)
from maap.views.saved_views import house_views
from tests import factories as make

YEARS = arrange("Two years", ("areas",), choices={"then": "2023/24"}, known=[tile.key for tile in TILES[Board.YEARS]])
OURS: Arranged = arrange("Ours", ("themes", "grades"), known=[tile.key for tile in TILES[Board.AGENCY]])


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def _lead(session: Session, agency: str) -> Actor:
    return make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, agency))


def test_a_view_of_the_years_keeps_its_charts_and_choices(session: Session, coordinator: Actor) -> None:
    view = save_house_view(session, coordinator, Board.YEARS, YEARS, everybody=False)
    rename_house_view(session, coordinator, Board.YEARS, view, "Later", 1)
    make_house_default(session, coordinator, Board.YEARS, view, True)
    default = house_views(session, coordinator, Board.YEARS).default
    assert default is not None
    assert (default.name, default.tiles, default.choices) == ("Later", ("areas",), {"then": "2023/24"})
    delete_house_view(session, coordinator, Board.YEARS, view)
    assert house_views(session, coordinator, Board.YEARS).rows == ()


def test_everybodys_view_is_opened_by_managers_and_changed_by_the_team_alone(
    session: Session, coordinator: Actor
) -> None:
    view = save_house_view(session, coordinator, Board.YEARS, YEARS, everybody=True)
    observer = make.acting(session, Role.OBSERVER)
    (seen,) = house_views(session, observer, Board.YEARS).rows
    assert seen.team and not seen.mine
    with pytest.raises(NotAllowed):
        delete_house_view(session, observer, Board.YEARS, view)


def test_an_agencys_view_is_not_another_agencys(session: Session) -> None:
    police, health = _lead(session, "police"), _lead(session, "health")
    view = save_house_view(session, police, Board.AGENCY, OURS, everybody=True)
    assert len(house_views(session, police, Board.AGENCY).rows) == 1
    assert house_views(session, health, Board.AGENCY).rows == ()
    with pytest.raises(NotYours):
        delete_house_view(session, health, Board.AGENCY, view)


def test_who_does_not_see_a_dashboard_keeps_no_view_of_it(session: Session, coordinator: Actor) -> None:
    with pytest.raises(NotAllowed):
        save_house_view(session, coordinator, Board.AGENCY, OURS, everybody=False)
    with pytest.raises(NotAllowed):
        save_house_view(session, _lead(session, "police"), Board.YEARS, YEARS, everybody=False)
