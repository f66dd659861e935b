"""Who sees what is one table, and the team of an audit sees it as such from a stage on."""

import pytest

from maap.domain.audit import Stage
from maap.domain.disclosure import INSIDE_FROM, SHOWN, Audience, audience, fewest_others
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
