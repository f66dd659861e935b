"""The further measures of a dashboard count what counts, and are the team's alone where they must be."""

import pytest
from sqlmodel import Session

from maap.domain.disclosure import Withheld
from maap.domain.people import Actor, Role
from maap.domain.tiles import BY_KEY, TILES, arranged
from maap.usecases.figures import close
from maap.views.board import PICTURES, pictures
from maap.views.scene import Chosen
from tests import factories as make
from tests.views.charted import Charted


@pytest.fixture
def charted(session: Session) -> Charted:
    made = Charted(session, stage="published")
    police, health = made.seen_by_two()
    made.themed(police, "consent", "area", "timeliness")
    made.themed(police, "voice", "strength", "timeliness")
    made.themed(health, "consent", "strength", "timeliness")
    return made


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def _all(session: Session, actor: Actor, made: Charted) -> dict[str, tuple[object, ...]]:
    return {
        key: (one.sentence, one.columns, one.rows, one.n)
        for key, one in pictures(session, actor, made.id, PICTURES).items()
    }


def test_the_panel_is_put_beside_each_agencys_grade_of_the_same_case(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    found = PICTURES["shift"](session, coordinator, charted.id, Chosen())
    assert {row.key: row.parts for row in found.rows} == {"timeliness": (1, 1, 0), "communication": (0, 0, 1)}
    assert "1 of 3 grades" in found.sentence


def test_each_line_of_enquiry_has_its_grades(session: Session, charted: Charted, coordinator: Actor) -> None:
    found = PICTURES["lines"](session, coordinator, charted.id, Chosen())
    assert sum(sum(row.parts) for row in found.rows) == 3


def test_two_themes_of_a_return_are_a_pair(session: Session, charted: Charted, coordinator: Actor) -> None:
    found = PICTURES["pairs"](session, coordinator, charted.id, Chosen())
    assert [row.parts for row in found.rows] == [(1,)]


def test_a_theme_that_agencies_name_differently_in_a_case_is_both(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    found = PICTURES["both"](session, coordinator, charted.id, Chosen())
    assert {row.name: row.parts for row in found.rows} == {"Consent": (0, 0, 1), "Voice": (1, 0, 0)}


def test_areas_stand_by_domain_and_by_agency(session: Session, charted: Charted, coordinator: Actor) -> None:
    by_agency = PICTURES["theme_agencies"](session, coordinator, charted.id, Chosen())
    assert (by_agency.columns, [row.parts for row in by_agency.rows]) == (("Police",), [(1,)])
    by_domain = PICTURES["theme_domains"](session, coordinator, charted.id, Chosen())
    assert (by_domain.columns, [row.parts for row in by_domain.rows]) == (("Timeliness",), [(1,)])


def test_a_closed_audit_says_the_same_from_its_frozen_figures(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    before = _all(session, coordinator, charted)
    close(session, coordinator, charted.id)
    assert _all(session, coordinator, charted) == before


def test_the_teams_measures_are_withheld_from_everybody_else(session: Session, charted: Charted) -> None:
    observer = make.acting(session, Role.OBSERVER, agency=charted.agencies["police"])
    assert not [key for key in pictures(session, observer, charted.id, PICTURES) if BY_KEY[key].team]
    for key in (tile.key for tile in TILES if tile.team):
        with pytest.raises(Withheld):
            PICTURES[key](session, observer, charted.id, Chosen())


def test_tiles_are_shown_in_the_chosen_order_and_never_those_of_others() -> None:
    assert [tile.key for tile in arranged(("shift", "returns", "shift", "no such"), team=True)] == ["shift", "returns"]
    assert [tile.key for tile in arranged(("shift", "returns"), team=False)] == ["returns"]
    assert arranged((), team=False)[0].key == "grades"
