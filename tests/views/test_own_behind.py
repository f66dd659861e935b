"""Behind each bar of an agency's own charts stand as many of its returns as it says, and nobody else's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.pictures import Picture
from maap.storage import tables as t
from maap.usecases.figures import close
from maap.views.own_behind import OwnPicked, own_actions_behind, own_behind, own_issues_behind
from maap.views.own_board import MOST_AUDITS, own_board
from tests import factories as make
from tests.views.charted import Charted


@pytest.fixture
def charted(session: Session) -> Charted:
    """Police and health at the same cases: two that the panel graded, one under way, and one late."""
    made = Charted(session, stage="published")
    for own in ("good", "inadequate"):
        row = made.graded("police", timeliness=own, communication="not_seen")
        case = session.get_one(t.Case, row.case_id)
        health = made.graded("health", case=case, timeliness="outstanding", communication="good")
        made.agreed(row.case_id, "timeliness")
        for each in (row, health):
            made.themed(each, "consent", "area" if own == "good" else "strength", "timeliness")
            each.submitted_at, each.due = make.NOW, make.NOW.date() - timedelta(days=own == "good")
    for days in (5, -5):
        case = make.case(session, made.audit)
        for agency in ("police", "health"):
            row = make.a_return(session, case, made.agencies[agency], state="in progress")
            row.due = make.NOW.date() + timedelta(days=days)
    session.flush()
    return made


@pytest.fixture
def lead(session: Session, charted: Charted) -> Actor:
    return make.acting(session, Role.AGENCY_LEAD, agency=charted.agencies["police"])


def _bars(picture: Picture, measure: str) -> Iterator[tuple[OwnPicked, int]]:
    """Every part of every bar or cell, as a click on it, and what it says."""
    for row in picture.rows:
        for at, n in enumerate(row.parts):
            yield OwnPicked(measure, row.key, picture.keys[at] if picture.keys else f"part-{at}"), n


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("measure", ["returns", "timely", "grades", "shift"])
def test_as_many_returns_are_behind_a_bar_as_it_says(
    session: Session, charted: Charted, lead: Actor, measure: str, closed: bool
) -> None:
    if closed:
        close(session, make.acting(session, Role.COORDINATOR), charted.id)
    told = list(_bars(own_board(session, lead).pictures[measure], measure))
    assert sum(n for _, n in told) > 0
    assert [len(own_behind(session, lead, picked)) for picked, _ in told] == [n for _, n in told]


def test_themes_have_the_returns_that_name_them_on_either_side_and_on_both(
    session: Session, charted: Charted, lead: Actor
) -> None:
    (theme,) = own_board(session, lead).themes
    found = [len(own_behind(session, lead, OwnPicked("themes", str(theme.theme_id), side))) for side in _SIDES]
    assert found == [theme.strengths, theme.areas, theme.strengths + theme.areas] == [1, 1, 2]


_SIDES = ("strength", "area", "")


def test_a_row_of_the_grades_lists_the_returns_of_the_audits_that_the_chart_shows(session: Session) -> None:
    """More audits were graded than the chart has room for, and one between them was not: it takes no place."""
    audits = [Charted(session, stage="published") for _ in range(MOST_AUDITS + 2)]
    graded = [made.graded("police", timeliness="good").id for made in audits if made is not audits[3]]
    lead = make.acting(session, Role.AGENCY_LEAD, agency=audits[0].agencies["police"])
    make.a_return(session, make.case(session, audits[3].audit), audits[3].agencies["police"], state="submitted")
    (row,) = own_board(session, lead).pictures["grades"].rows
    behind = own_behind(session, lead, OwnPicked("grades", row.key))
    assert sum(row.parts) == len(behind) == MOST_AUDITS
    assert {one.return_id for one in behind} < set(graded)


@pytest.mark.parametrize("measure", ["returns", "timely", "grades", "shift", "themes"])
def test_no_return_of_another_agency_is_behind_anything(
    session: Session, charted: Charted, lead: Actor, measure: str
) -> None:
    rows = [str(charted.id), "timeliness", "communication", str(make.theme(session, "consent").id)]
    told = [one for row in rows for one in own_behind(session, lead, OwnPicked(measure, row))]
    assert told and {one.agency for one in told} == {charted.agencies["police"].short_name}
    health = replace(lead, agency_id=charted.agencies["health"].id)
    others = {one.return_id for row in rows for one in own_behind(session, health, OwnPicked(measure, row))}
    assert others and not others & {one.return_id for one in told}


def test_what_nobody_could_click_on_and_audits_of_others_have_nothing_behind_them(
    session: Session, charted: Charted, lead: Actor
) -> None:
    elsewhere = make.audit(session, charted.agencies["health"], stage="fieldwork")
    told = [
        OwnPicked("made up", str(charted.id)),
        OwnPicked("returns", "no number"),
        OwnPicked("returns", str(elsewhere.id)),
        OwnPicked("returns", str(charted.id), "part-9"),
        OwnPicked("grades", "timeliness", str(elsewhere.id)),
        OwnPicked("grades", "no domain"),
        OwnPicked("themes", "0"),
    ]
    assert [own_behind(session, lead, picked) for picked in told] == [()] * len(told)


def test_before_an_audit_is_published_the_panel_is_not_behind_anything(
    session: Session, charted: Charted, lead: Actor
) -> None:
    charted.audit.stage = "reporting"
    session.flush()
    assert own_behind(session, lead, OwnPicked("shift", "timeliness")) == ()


def test_an_auditor_gets_behind_audits_for_which_they_are_named_alone(session: Session, charted: Charted) -> None:
    auditor = make.acting(session, Role.AUDITOR, agency=charted.agencies["police"])
    picked = OwnPicked("returns", str(charted.id))
    assert own_behind(session, auditor, picked) == ()
    named = {"agency_id": charted.agencies["police"].id or 0, "person_id": auditor.person_id}
    session.add(t.NamedAuditor(audit_id=charted.id, **named))
    session.flush()
    assert len(own_behind(session, auditor, picked)) == 4


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.OBSERVER, Role.CHAIR])
def test_nobody_but_the_agency_gets_behind_its_charts(session: Session, charted: Charted, role: Role) -> None:
    for looked in (own_behind, own_issues_behind):
        with pytest.raises(NotAllowed):
            looked(session, make.acting(session, role), OwnPicked("returns", str(charted.id)))
    with pytest.raises(NotAllowed):
        own_actions_behind(session, make.acting(session, role), "Overdue")


def test_its_own_issues_and_actions_are_behind_their_bars(session: Session, charted: Charted, lead: Actor) -> None:
    for agency in ("police", "health"):
        make.issue(session, charted.audit, charted.agencies[agency])
        make.action(session, charted.audit, charted.agencies[agency])
    page = own_board(session, lead)
    for picked, n in _bars(page.pictures["issues"], "issues"):
        assert len(own_issues_behind(session, lead, picked)) == n
    for picked, n in _bars(page.pictures["actions"], "actions"):
        found = own_actions_behind(session, lead, picked.row)
        assert [(one.kind, one.audit_id) for one in found] == [("action", charted.id)] * n
    auditor = make.acting(session, Role.AUDITOR, agency=charted.agencies["police"])
    assert own_issues_behind(session, auditor, OwnPicked("issues", str(charted.id))) == ()
    assert own_actions_behind(session, auditor, "Not started") == ()
