"""No manager can put an agency's name on a grade or a theme, whatever they ask for, remember and know themselves."""

import pytest
from sqlmodel import Session

from maap.domain.disclosure import Withheld
from maap.domain.people import Role
from maap.domain.tiles import TILES, offered
from maap.views.board import PICTURES, pictures
from maap.views.results import grades, themes
from maap.views.scene import Chosen
from tests import factories as make
from tests.attack.figures import NAIVE, OURS
from tests.attack.partnership import audited, followed
from tests.attack.years import NAIVE_YEARS, YEARS
from tests.views.charted import Charted


@pytest.mark.parametrize("seed", [*range(4), 81, 188, 784, 875])
def test_no_name_stands_on_a_figure_that_managers_may_ask_for(session: Session, seed: int) -> None:
    assert audited(session, seed, OURS) == []


def test_the_same_attacker_wins_where_only_small_numbers_are_hidden(session: Session) -> None:
    """The control: counts under five are hidden and one agency may be left out."""
    assert any(audited(session, seed, NAIVE) for seed in range(2))


@pytest.mark.parametrize("seed", [102, 103, 105, 115, 30_423, 30_514])
def test_no_name_stands_on_a_closed_audit_beside_its_part_of_the_years(session: Session, seed: int) -> None:
    """Of the first four, the years once showed what the dashboard of the same audit keeps back; in the last two so many
    returns named a theme that an agency must have, by the numbers alone."""
    assert audited(session, seed, YEARS) == []


def test_the_same_attacker_wins_across_the_years_where_only_small_numbers_are_hidden(session: Session) -> None:
    assert any(audited(session, seed, NAIVE_YEARS) for seed in range(2))


def test_nothing_comes_out_by_looking_again_after_each_return(session: Session) -> None:
    assert followed(session, 1, OURS) == []


def test_no_filter_singles_out_an_agency_and_no_tile_of_the_team_comes_by_its_key(session: Session) -> None:
    charted = Charted(session)
    for agency in charted.agencies:
        charted.graded(agency, timeliness="good")
    managers = [make.acting(session, Role.OBSERVER, agency=of) for of in (None, *charted.agencies.values())]
    team = {tile.key for tile in TILES if tile.team}
    for manager in managers:
        for agency in charted.agencies.values():
            for view in (grades, themes, PICTURES["beside"]):
                with pytest.raises(Withheld):
                    view(session, manager, charted.id, Chosen(agency_id=agency.id))
        for key in team & set(PICTURES):
            with pytest.raises(Withheld):
                PICTURES[key](session, manager, charted.id, Chosen())
        assert set(pictures(session, manager, charted.id, PICTURES)) == set(PICTURES) - team
        assert team.isdisjoint(tile.key for tile in offered(team=False))


def test_own_records_added_one_by_one_move_nothing_but_themselves(session: Session) -> None:
    """What is shown less one's own stays the same, and hidden stays hidden, however many one hands in."""
    charted = Charted(session)
    manager = make.acting(session, Role.OBSERVER, agency=charted.agencies["police"])
    for agency, levels in (("health", "good"), ("schools", "inadequate"), ("housing", "good")):
        charted.graded(agency, timeliness=levels, **({"communication": levels} if agency != "housing" else {}))
    for own in range(13):
        shown = grades(session, manager, charted.id).together
        assert shown == {"timeliness": {"good": 2 + own, "inadequate": 1}}
        charted.graded("police", timeliness="good", communication="good")


def test_not_seen_grades_nothing_and_opens_no_domain(session: Session) -> None:
    charted = Charted(session)
    manager = make.acting(session, Role.OBSERVER, agency=charted.agencies["police"])
    charted.graded("health", timeliness="inadequate")
    for agency in ("schools", "housing"):
        charted.graded(agency, timeliness="not_seen")
    assert grades(session, manager, charted.id).together == {}
    charted.graded("schools", timeliness="good")
    charted.graded("housing", timeliness="good")
    assert set(grades(session, manager, charted.id).together) == {"timeliness"}
