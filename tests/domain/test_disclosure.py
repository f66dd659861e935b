"""Who sees what is one table, and the team of an audit sees it as such from a stage on."""

import pytest

from maap.domain.audit import Stage
from maap.domain.disclosure import (
    ANYBODY,
    HIDDEN,
    INSIDE_FROM,
    SHOWN,
    Audience,
    Withheld,
    audience,
    fewest_others,
    names_somebody,
)
from maap.domain.people import GRANTS, Permission, Role


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR])
def test_the_team_is_inside_from_the_start(role: Role) -> None:
    assert audience([role], Stage.DRAFT) is Audience.INSIDE


def test_a_panel_member_is_inside_only_once_the_panel_begins() -> None:
    assert audience([Role.PANEL_MEMBER], Stage.FIELDWORK) is Audience.PARTNERSHIP
    assert audience([Role.PANEL_MEMBER], Stage.PANEL) is Audience.INSIDE


def test_an_observer_never_is() -> None:
    assert audience([Role.OBSERVER], Stage.CLOSED) is Audience.PARTNERSHIP


def test_nobody_is_inside_who_may_not_see_behind_a_figure() -> None:
    assert all(Permission.SEE_BEHIND in GRANTS[role] for role in INSIDE_FROM)


def test_the_partnership_sees_neither_single_agencies_nor_returns() -> None:
    assert not SHOWN[Audience.PARTNERSHIP].agencies
    assert not SHOWN[Audience.PARTNERSHIP].behind
    assert (fewest_others(7), fewest_others(None)) == (3, 1)


RETURNS = {1: 4, 2: 3, 3: 2, 4: 1}
"""How many returns each of four agencies handed in."""


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({1: 4, 2: 2, 3: 2}, True),  # 8 of 10: with two that say otherwise, whoever has three said it
        ({1: 2, 2: 2, 3: 1, 4: 1}, False),  # 6 of 10: four that say otherwise may all be one agency's
        ({1: 4, 2: 3, 3: 2, 4: 1}, False),  # each of them said it, and that may be known
        ({}, False),
    ],
)
def test_so_many_returns_can_say_the_same_that_numbers_alone_name_somebody(said: dict[int, int], names: bool) -> None:
    assert names_somebody({"a theme": said}, RETURNS, None) is names


def test_that_every_return_says_it_may_be_known_of_however_few_agencies() -> None:
    assert not names_somebody({"good": {1: 2, 2: 2}}, {1: 2, 2: 2}, None)


def test_where_as_many_are_silent_as_the_largest_handed_in_nobody_is_named() -> None:
    assert not names_somebody({"good": {1: 1, 2: 1}}, {1: 2, 2: 2}, None)
    silent = {3: 2}
    assert not names_somebody({"good": {1: 2, 2: 2, 4: 1}}, {1: 2, 2: 2, 4: 1} | silent, None)


def test_agencies_with_as_many_returns_are_all_named_together_or_none() -> None:
    assert not names_somebody({"good": {1: 12, 2: 12, 3: 11}}, {1: 12, 2: 12, 3: 12}, None)


def test_whoever_takes_their_own_away_sees_more_of_the_others() -> None:
    """5 of 9 is nothing; less four of one's own that said otherwise it is 5 of 5, and less three it is 5 of 6."""
    said, answered = {"good": {2: 2, 3: 2, 4: 1}}, {1: 4, 2: 3, 3: 2, 4: 1}
    assert not names_somebody(said, answered, None)
    assert names_somebody(said, answered, 1)
    assert names_somebody(said, answered, ANYBODY), "anybody may stand before a screen"


def test_the_team_sees_each_agency_and_the_returns_behind() -> None:
    assert SHOWN[Audience.INSIDE].agencies and SHOWN[Audience.INSIDE].behind


def test_one_role_of_the_team_is_enough() -> None:
    assert audience([Role.OBSERVER, Role.CHAIR], Stage.FIELDWORK) is Audience.INSIDE
    assert audience([], Stage.CLOSED) is Audience.PARTNERSHIP


def test_before_a_screen_stands_anybody_so_one_agency_more_must_be_behind_its_figures() -> None:
    """Whoever stands there could take their own agency away: three others must be left, whichever it is."""
    assert ANYBODY == 0, "no agency has this id"
    assert fewest_others(ANYBODY) == 4
    assert fewest_others(1) == 3


def test_what_is_kept_back_says_why_and_what_can_be_seen_instead() -> None:
    assert HIDDEN.startswith("Hidden to protect children and agencies: shown once at least 3 other agencies")
    assert str(Withheld()).endswith("Choose “All agencies” to see the whole audit.")
